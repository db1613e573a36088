import type { Words } from "#lib/i18n/words.ts";
import type { door as zh } from "#lib/i18n/zh/door.ts";

export const door: Words<typeof zh> = {
  product: "Gas One Map",
  signIn: {
    title: "Sign in",
    account: "Account",
    password: "Password",
    submit: "Sign in",
    busy: "Signing in…",
    showPassword: "Show password",
    hidePassword: "Hide password",
    needAccount: "Enter your account",
    needPassword: "Enter your password",
    demo: "Demo data",
    demoHint:
      "This installation runs on made-up demo data. The password was printed in the terminal at start. Accounts:",
    fillAccount: "Fill in account {{account}}",
    sessionEnded: "Your session has ended. Sign in again to return to the same view.",
    starting: "Opening…",
    startFailed: "Cannot open: {{reason}}",
    retry: "Try again",
    version: "Version {{version}}",
    theme: "Switch between dark and light",
    language: "中文",
  },
  problem: {
    bad_request: "The request was not right; check it and try again",
    not_signed_in: "Your session has ended; sign in again",
    wrong_credentials: "Wrong account or password",
    locked:
      "The account is locked after too many wrong passwords. Try again later, or ask the security administrator to unlock it",
    csrf: "The page is out of date; reload and try again",
    forbidden: "You have no permission to see this",
    not_found: "Not found; newer data may have replaced it",
    method_not_allowed: "Page and service are of different versions; reload the page",
    conflict: "Somebody else has changed this; reload and try again",
    too_large: "Too large",
    unsupported_media_type: "This kind of file is not supported",
    too_many_requests: "Too many attempts; wait a minute and try again",
    not_ready: "The service is starting; please wait",
    overloaded: "The service is busy; try again shortly",
    internal: "The service failed; try again later, or ask the system administrator",
    offline: "The service cannot be reached; check the network",
    mismatch: "Page and service are of different versions; reload the page",
    unknown: "Something unknown went wrong; try again",
  },
};
