// Runs the cases of a browser against our client or next-auth's own, with one version of React.
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { afterEach, beforeEach, mock, test } from "node:test"
import { openPage } from "./browser.mjs"
import { sessionCases } from "./session-cases.mjs"
import { signCases } from "./sign-cases.mjs"
import { entry, oracle, pinReact } from "./subject.mjs"

const require = createRequire(import.meta.url)

export async function suite({ subject, react }) {
  pinReact(react)
  // The scheduler of React 17 never closes its channel, which keeps the process alive; without the class it uses timers.
  if (react === 17) globalThis.MessageChannel = undefined
  const page = openPage()
  globalThis.IS_REACT_ACT_ENVIRONMENT = true
  const React = require("react")
  const ReactDOM = require("react-dom")
  const client = react === 17 ? undefined : require("react-dom/client")
  const act = React.act ?? require("react-dom/test-utils").act
  assert.equal(Number(React.version.split(".")[0]), react)

  const ours = subject === "authwire"
  const load = ours ? await entry("src/react/index.ts") : oracle("next-auth/react")
  const both = (name, run) => test(`${subject}, React ${react}: ${name}`, run)
  /** A case in which the two differ; each holds to its own. */
  const fixed = (name, run, before) => both(name, ours ? run : before)

  let unmount
  const cases = { auth: undefined, page, ours, react, React, require, both, fixed, mount, mountElement, settle, shown, message }
  cases.unmount = async () => {
    await unmount?.()
    unmount = undefined
  }
  beforeEach(() => {
    page.reset()
    cases.auth = load()
  })
  afterEach(async () => {
    await cases.unmount()
    mock.timers.reset()
  })

  /** Mounts a component that shows what `useSession` returns; the last of `seen` is what it shows now. */
  async function mount(props = {}, options) {
    const seen = []
    function Show() {
      seen.push(cases.auth.useSession(options))
      return null
    }
    await mountElement(React.createElement(cases.auth.SessionProvider, props, React.createElement(Show)))
    return { seen, now: () => seen.at(-1) }
  }
  async function mountElement(element) {
    const host = document.createElement("div")
    const root = client?.createRoot(host)
    unmount = () => act(async () => (root ? root.unmount() : ReactDOM.unmountComponentAtNode(host)))
    await act(async () => (root ? root.render(element) : ReactDOM.render(element, host)))
  }
  async function settle(run) {
    await act(async () => void (await run?.()))
  }

  sessionCases(cases)
  signCases(cases)
}

const shown = ({ data, status }) => ({ data, status })
const message = () => JSON.parse(localStorage.getItem("nextauth.message"))

export const alice = { user: { name: "Alice" }, expires: "2100-01-01T00:00:00.000Z" }
export const bob = { user: { name: "Bob" }, expires: "2100-01-01T00:00:00.000Z" }
