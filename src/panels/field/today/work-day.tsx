import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Json } from "#contract/field/canonical.ts";
import { formatAge } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { dayOfField } from "#panels/field/day.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { beginPatrol, patrolOnItsWay } from "#panels/field/patrol/patrol-draft.ts";
import { advanceDay, type DayRun, NOT_BEGUN, workedMs } from "./day-run.ts";

const KEY = ["field", "day-run"];

/** A patrol without a plan, or back to the one that is on its way. */
function BeginPatrol() {
  const { t } = useTranslation();
  const { outbox, open } = useField();
  const isOnItsWay = useLedger(({ drafts }) => patrolOnItsWay(drafts) !== undefined);
  const begin = async () => {
    const asked = { taskId: null, title: t("field.patrol.free") };
    // A phone that cannot keep it says so in the line at the top.
    const id = await beginPatrol(outbox, asked, Date.now()).catch(() => null);
    if (id) open({ is: "patrol", draft: id });
  };
  return (
    <button type="button" className="button outlined" onClick={() => void begin()}>
      {t(isOnItsWay ? "field.patrol.goOn" : "field.patrol.begin")}
    </button>
  );
}

/** The day's work as a whole: begun, paused, finished, and how far it has come. Kept on the phone. */
export function WorkDay({ doneCount, total }: { readonly doneCount: number; readonly total: number }) {
  const { t } = useTranslation();
  const { outbox } = useField();
  const queries = useQueryClient();
  const kept = useQuery({
    queryKey: KEY,
    networkMode: "always",
    queryFn: async () => ((await outbox.ledger.kept("day-run")) ?? NOT_BEGUN) as unknown as DayRun,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const now = Date.now();
  const today = dayOfField(now);
  const run = kept.data?.day === today ? kept.data : { ...NOT_BEGUN, day: today };
  const take = (step: Parameters<typeof advanceDay>[1]) => {
    const next = advanceDay(run, step, Date.now());
    queries.setQueryData(KEY, next);
    void outbox.ledger.keep("day-run", next as unknown as Json);
  };
  const steps = {
    idle: ["start"],
    running: ["pause", "finish"],
    paused: ["start", "finish"],
    finished: ["start"],
  } as const;
  return (
    <section className="field-day" aria-label={t("field.day.title")}>
      <p>
        <b>{t("field.day.done", { done: doneCount, total })}</b>
        <small className="quiet">
          {t(`field.day.${run.state}`, { age: formatAge(workedMs(run, now) / 1000, languageNow()) })}
        </small>
      </p>
      <div className="field-row">
        {steps[run.state].map((step) => (
          <button key={step} type="button" className="button outlined" onClick={() => take(step)}>
            {t(`field.day.do.${step === "start" && run.state === "paused" ? "resume" : step}`)}
          </button>
        ))}
        <BeginPatrol />
      </div>
    </section>
  );
}
