export { apiBaseUrl, fetchData, type AuthClientConfig, type CtxOrReq } from "./request"
export { BroadcastChannel, type BroadcastMessage } from "./broadcast"
export { now } from "./clock"
