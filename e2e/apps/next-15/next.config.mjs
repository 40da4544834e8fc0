/** @type {import("next").NextConfig} */
export default {
  distDir: process.env.NEXT_OUTPUT ?? ".next",
  // The repository has lock files of its own.
  outputFileTracingRoot: import.meta.dirname,
}
