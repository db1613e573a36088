import type { Appliers } from "#server/field/ledger/apply.ts";
import { applyCheck } from "./check.ts";
import { applyConsent } from "./consent.ts";
import { applyHazardEvent } from "./hazard-event.ts";
import { applyFinding, applyLeakSurvey, applyPatrol, applyWorkNotice } from "./others.ts";
import { applyTrack } from "./track.ts";

/** What each kind of record does when it is taken in. */
export const APPLIERS: Appliers = {
  check: applyCheck,
  patrol: applyPatrol,
  track: applyTrack,
  finding: applyFinding,
  hazard_event: applyHazardEvent,
  work_notice: applyWorkNotice,
  leak_survey: applyLeakSurvey,
  consent: applyConsent,
};
