/**
 * The segments of a URL's path, each decoded once; repeated slashes and one at the end do not count.
 *
 * `null` when servers and routers do not agree on what the path names: a separator or percent sign that was encoded, a backslash, path
 * parameters (`;`), dot segments, control characters, encoding that is malformed. No such path is exempt from anything.
 */
export function segmentsOf(path: string): string[] | null {
  const segments = []
  for (const raw of path.split("/")) {
    if (raw === "") continue
    const segment = decoded(raw)
    if (segment === null || segment === "." || segment === ".." || /[/\\%;?#\u0000-\u001f\u007f]/.test(segment)) return null
    segments.push(segment)
  }
  return segments
}

/** Whether the path is this one or below it. */
export function isWithin(path: string[] | null, root: string[] | null): boolean {
  return path !== null && root !== null && root.length > 0 && root.every((segment, index) => path[index] === segment)
}

export function isSame(path: string[] | null, other: string[] | null): boolean {
  return path !== null && other !== null && path.length === other.length && other.every((segment, index) => path[index] === segment)
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
