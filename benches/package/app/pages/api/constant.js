export default function constant(req, res) {
  res.json({ user: null })
}
