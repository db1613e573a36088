import { getFieldConsent, listFieldConsents } from "#contract/field/consent.ts";
import { addDays, dayIn } from "#model/field/due.ts";
import type { App, Deps } from "#server/deps.ts";
import { consentOf, listConsents } from "#server/field/consents.ts";
import { serve } from "#server/routes/serve.ts";

const DAYS_BACK = 30;

/** Who agreed to being seen on patrols. */
export function consentRoutes(app: App, { db, now = Date.now }: Deps): void {
  // One's own answer, also where it was given for another enterprise.
  serve(app, getFieldConsent, async ({ session }) => ({
    consent: await db.asSystem((tx) => consentOf(tx, session.account)),
  }));

  serve(app, listFieldConsents, async ({ scope, query: { area = null, enterprise = null } }) => ({
    people: await db.as(scope, (tx) => listConsents(tx, { area, enterprise }, addDays(dayIn(now()), -DAYS_BACK))),
  }));
}
