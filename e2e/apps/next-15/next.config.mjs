/** @type {import("next").NextConfig} */
export default {
  // The repository has lock files of its own.
  outputFileTracingRoot: import.meta.dirname,
}
