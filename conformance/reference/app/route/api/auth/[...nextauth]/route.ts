export { route as GET, route as POST } from "../../../../../instance"
