import { admin } from "./admin.ts";
import { assumption } from "./assumption.ts";
import { board } from "./board.ts";
import { conflicts } from "./conflicts.ts";
import { criticality } from "./criticality.ts";
import { exportsWords } from "./exports.ts";
import { fieldMore } from "./field-more.ts";
import { ingest } from "./ingest.ts";
import { methane } from "./methane.ts";
import { oversight } from "./oversight.ts";
import { patrolPlans } from "./patrol-plans.ts";
import { plan } from "./plan.ts";
import { statistics } from "./statistics.ts";
import { supervise } from "./supervise.ts";
import { winter } from "./winter.ts";

/** Words of panels that are opened at a desk now and then: they come with the first of them. */
export const office = {
  admin,
  assumption,
  statistics,
  supervise,
  board,
  conflicts,
  criticality,
  oversight,
  fieldMore,
  ingest,
  methane,
  winter,
  plan,
  patrolPlans,
  exports: exportsWords,
} as const;
