import { useTranslation } from "react-i18next";
import type { DraftKeeper } from "#api/outbox/draft-keeper.ts";
import { daysOfNotice } from "#contract/field/work-clock.ts";
import { localText, localTime } from "#lib/day.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Section } from "#ui/section.tsx";
import { useKept } from "#panels/field/use-keeper.ts";
import { useWorkRule } from "#panels/field/works/use-works.ts";
import type { FindingDraft, WorkDraft } from "./patrol-draft.ts";

const CHOICES = {
  how: ["found", "noticed"],
  plan: ["none", "asked", "agreed"],
  guard: ["none", "named", "present"],
} as const;
const TEXTS = ["name", "contractor", "phone", "guardName"] as const;
const LENGTHS = { name: 200, contractor: 200, phone: 40, guardName: 80 } as const;

/** Third-party work: who digs, since when it was told, whether there is a joint plan for protection, and a guard on the spot. */
export function WorkFields({ keeper }: { readonly keeper: DraftKeeper<FindingDraft> }) {
  const { t } = useTranslation();
  const { content } = useKept(keeper);
  const { work, startedAt } = content;
  const set = (more: Partial<WorkDraft>) => keeper.change((draft) => ({ ...draft, work: { ...draft.work, ...more } }));
  return (
    <Section title={t("field.finding.third_party_work")}>
      <div className="field-fields">
        {TEXTS.map((key) => (
          <label key={key} className="field-stack">
            {t(`field.work.${key}`)}
            <input
              className="field-input"
              type={key === "phone" ? "tel" : "text"}
              value={work[key]}
              maxLength={LENGTHS[key]}
              onChange={(event) => set({ [key]: event.target.value })}
            />
          </label>
        ))}
        <label className="field-stack">
          {t("field.work.from")}
          <input
            className="field-input"
            type="datetime-local"
            value={work.from === null ? "" : localText(Date.parse(work.from))}
            onChange={(event) => {
              const at = localTime(event.target.value);
              set({ from: at === null ? null : new Date(at).toISOString() });
            }}
          />
        </label>
        {work.from !== null && <NoticeDays from={work.from} toldMs={Date.parse(startedAt)} />}
        {(["how", "plan", "guard"] as const).map((key) => (
          <div key={key} className="field-stack">
            <span aria-hidden="true">{t(`field.work.${key}.title`)}</span>
            <fieldset className="choice" aria-label={t(`field.work.${key}.title`)}>
              {CHOICES[key].map((value) => (
                <button
                  key={value}
                  type="button"
                  className="button outlined"
                  aria-pressed={work[key] === value}
                  onClick={() => set({ [key]: value })}
                >
                  {t(`field.work.${key}.${value}` as "field.work.plan.none")}
                </button>
              ))}
            </fieldset>
          </div>
        ))}
      </div>
    </Section>
  );
}

/** The days of notice by the rule in force, as the server last told it, with its clause; without a rule the days alone. */
function NoticeDays({ from, toldMs }: { readonly from: string; readonly toldMs: number }) {
  const { t } = useTranslation();
  const rule = useWorkRule();
  const { days, isShort } = daysOfNotice(from, toldMs, rule ?? null);
  const told = Math.max(0, days);
  if (!rule)
    return <p className="quiet">{t(rule === null ? "field.work.noRule" : "field.work.ruleUnknown", { days: told })}</p>;
  const words = { days: told, least: rule.noticeDays };
  return (
    <>
      <p className={isShort ? "field-wrong" : "quiet"}>
        {isShort && <WarningMark level="orange" />} {t(`field.work.${isShort ? "tooShort" : "inTime"}`, words)}
      </p>
      <p className="field-rule quiet" lang="zh-CN">
        {`${rule.clause}（${rule.source}）`}
      </p>
    </>
  );
}
