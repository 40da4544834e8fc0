export { default } from "../../../instance"
