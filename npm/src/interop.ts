/**
 * Makes a function reachable as its own member `default`.
 *
 * next-auth is CommonJS alone: native ES modules import its exports object, and programs for Node, Nuxt and Vitest therefore write
 * `NextAuth.default(…)`. Bundlers import the function itself. With this both spellings work.
 */
export function callableDefault<F extends Function, M extends object>(callable: F, members?: M): F {
  return Object.assign(callable, { default: callable }, members)
}
