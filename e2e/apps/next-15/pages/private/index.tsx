export default function Page() {
  return <p id="secret">members only</p>
}
