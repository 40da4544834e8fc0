export type * from "./types"
