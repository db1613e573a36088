/** Whether an inspector may be seen on patrols, asked once on the phone; and the line that leads to works near pipes. */
export const fieldConsent = {
  consent: {
    title: "Sharing of positions",
    version: "Notice, version {{version}}, from {{day}}",
    do: { accepted: "Agree", declined: "Decline" },
    withdraw: "Withdraw",
    accepted: "Agreed to share positions",
    declined: "Did not agree to share positions",
    unasked: "Not chosen yet: your positions and tracks are shown to nobody.",
    now: "{{answer}} ({{time}}, version {{version}})",
    text: "Read the notice",
    saved: "Your choice is saved on this phone",
  },
  works: { line: "Third-party works: {{count}}", pressing: "{{count}} not told of in time" },
} as const;
