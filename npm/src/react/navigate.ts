/**
 * Goes to where the server sends the browser. When it names nothing, the caller's own wish counts, which nobody has checked: it is
 * followed within the origin only.
 */
export function follow(url: unknown, wish: string): void {
  const target = typeof url === "string" ? url : withinOrigin(wish)
  window.location.href = target
  // Browsers do not load a page anew when only the fragment differs.
  if (target.includes("#")) window.location.reload()
}

function withinOrigin(wish: string): string {
  const { origin, href } = window.location
  try {
    return new URL(wish, href).origin === origin ? wish : origin
  } catch {
    return origin
  }
}
