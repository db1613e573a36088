import { z } from "zod";
import { Instant, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "../scope.ts";

/*
 * A person's consent to being seen while on a patrol. The text is data in versions: a change of it is a new version, and who agreed to an
 * older one is asked again. A version that was ever shown stays.
 */

export interface ConsentText {
  readonly version: number;
  /** First day on which it is shown, YYYY-MM-DD. */
  readonly from: string;
  /** What is agreed to, a sentence each. */
  readonly zh: readonly string[];
  readonly en: readonly string[];
}

export const CONSENT_FORM = "position-consent";

export const CONSENT_TEXTS: readonly [ConsentText, ...ConsentText[]] = [
  {
    version: 1,
    from: "2026-11-27",
    zh: [
      "巡查时，本机记录您的位置。同意后，您的监管和调度人员能看到您开始巡查后的轨迹和一小时内的位置，用于派单、救援和核查；每次查看轨迹都会记入审计。",
      "不同意不影响工作：记录照常上报，轨迹只用来核算走过的管线米数，服务器不保存您的位置，也不向任何人显示您的轨迹。",
      "您随时可以在“我的”里改变选择；撤回后，以前的轨迹也不再显示。",
    ],
    en: [
      "During a patrol this phone records where you are. If you agree, your supervisors and dispatchers see the way you walk after beginning a patrol and your position within the hour, for dispatch, rescue and checks; each reading of a way is written into the audit.",
      "Declining does not hinder your work: records are sent as ever, a track serves only to count the metres of pipe walked, the server keeps no position of yours, and nobody is shown your way.",
      "You can change your choice at any time under Mine; after you withdraw, earlier ways are not shown any more either.",
    ],
  },
];

/** What is asked today: the newest text. */
export const CONSENT_TEXT: ConsentText = CONSENT_TEXTS.at(-1) ?? CONSENT_TEXTS[0];

/** `declined` also after an agreement: withdrawn. */
export const ConsentState = z.enum(["accepted", "declined"]);
export type ConsentState = z.infer<typeof ConsentState>;

/** Body of the record by which a person answers. Only their own account can send it. */
export const ConsentBody = z.looseObject({
  state: ConsentState,
  version: z.int().min(1),
  /** In which it was read. */
  language: z.enum(["zh-CN", "en"]),
});
export type ConsentBody = z.infer<typeof ConsentBody>;

const Answered = z.object({ state: ConsentState, version: z.int(), at: Instant });
export type ConsentAnswer = z.infer<typeof Answered>;

export const getFieldConsent = route({
  path: "/api/field/consent",
  who: BUSINESS_ROLES,
  summary: "What the caller last answered to being seen on patrols; null = was never asked",
  reply: z.object({ consent: Answered.nullable() }),
});

/** Somebody who was out in the last thirty days. */
export const PersonConsent = z.object({
  account: z.string(),
  name: z.string(),
  /** null = never answered: not shown either. */
  consent: Answered.nullable(),
});
export type PersonConsent = z.infer<typeof PersonConsent>;

export const listFieldConsents = route({
  path: "/api/field/consents",
  who: ["supervisor", "dispatcher", "analyst"],
  summary: "Who of those out in the last thirty days agreed to being seen on patrols, in which version and when",
  query: z.object({ area: AreaCode.optional(), enterprise: EnterpriseId.optional() }),
  reply: z.object({ people: z.array(PersonConsent) }),
});
