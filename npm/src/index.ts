export * from "./core/types"
export { default, getServerSession, unstable_getServerSession } from "./next"
