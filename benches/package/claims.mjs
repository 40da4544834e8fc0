/** What tokens hold, in the order in which it is taken as long as there is room. */
const MEMBERS = {
  sub: "8f14e45f-ceea-467f-9c2b-3a1d5d6f0b11",
  email: "ada@example.com",
  picture: "https://example.com/people/ada.png",
  roles: ["editor", "billing"],
  organization: { id: "e4da3b7f-bbce-4345-9777-2b0674a318d5", plan: "team" },
}

/** The three that `encode` adds. */
const ADDED = { iat: 1700000000, exp: 1700000000, jti: "00000000-0000-4000-8000-000000000000" }

const length = (token) => JSON.stringify({ ...token, ...ADDED }).length

/** Claims that are `size` bytes of JSON when they are encrypted. */
export function claims(size) {
  const token = { name: "" }
  for (const [member, value] of Object.entries(MEMBERS)) {
    if (length({ ...token, [member]: value }) < size) token[member] = value
  }
  token.name = "n".repeat(size - length(token))
  return token
}
