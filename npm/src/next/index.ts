import type { NextApiRequest, NextApiResponse } from "next"
import type { NextRequest } from "next/server"
import type { AuthOptions } from "../core/types"
import { callableDefault } from "../interop"
import { answerPages } from "./pages"
import { answerRoute, type RouteContext } from "./route"
import { getServerSession, unstable_getServerSession } from "./session"

export { getServerSession, unstable_getServerSession }
export type { GetServerSessionOptions } from "./session"

interface RouteHandlerContext {
  params: { nextauth: string[] } | Promise<{ nextauth: string[] }>
}

/** The handler of `pages/api/auth/[...nextauth]` and of `app/api/auth/[...nextauth]/route`. */
function NextAuth(options: AuthOptions): any
function NextAuth(req: NextApiRequest, res: NextApiResponse, options: AuthOptions): any
function NextAuth(req: NextRequest | Request, context: RouteHandlerContext, options: AuthOptions): any
function NextAuth(...args: [AuthOptions] | [any, any, AuthOptions]): any {
  if (args.length === 1) {
    const [options] = args
    return async (req: any, other: any) => handle(req, other, options)
  }
  return handle(...(args as [any, any, AuthOptions]))
}

async function handle(req: any, other: any, options: AuthOptions | undefined): Promise<unknown> {
  if (!options) throw new TypeError("NextAuth needs its options: NextAuth(options), or NextAuth(req, res, options)")
  return isRoute(req, other) ? answerRoute(req, other as RouteContext, options) : answerPages(req, other, options)
}

/** A context with `params` tells a route handler; a `Request` does where there is none, as outside of Next.js. */
function isRoute(req: any, other: { params?: unknown } | undefined): boolean {
  // Not by `instanceof`: there may be several classes of that name, and to name it makes Node load all of its HTTP client.
  return !!other?.params || (!req?.query && typeof req?.headers?.get === "function")
}

export default callableDefault(NextAuth, { getServerSession, unstable_getServerSession })
