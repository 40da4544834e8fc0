import NextAuth from "next-auth"
import { options } from "../../../options"

export default NextAuth(options)
