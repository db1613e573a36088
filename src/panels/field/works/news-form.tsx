import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldRecord } from "#api/outbox/field-record.ts";
import { localText, localTime } from "#lib/day.ts";
import { useField } from "#panels/field/field-context.tsx";
import type { TimedWork } from "./use-works.ts";
import { newsBody, type WorkNews } from "./works-here.ts";

const PLANS = ["none", "asked", "agreed"] as const;
const GUARDS = ["none", "named", "present"] as const;

/** What is learnt of a work later, sealed as a record of its own: its notice, another begin, plan, guard, its end. */
export function NewsForm({ work, onDone }: { readonly work: TimedWork; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { outbox, me, say } = useField();
  const [begun] = useState(() => new Date().toISOString());
  const [news, setNews] = useState<WorkNews>(() => {
    const { noticedAt, from, plan, guard, isOver } = work;
    return { noticedAt, from, plan, guard, isOver, note: "" };
  });
  const [hasFailed, setFailed] = useState(false);
  const set = (more: Partial<WorkNews>) => setNews((before) => ({ ...before, ...more }));
  const seal = async () => {
    try {
      await outbox.seal(
        fieldRecord({
          id: outbox.newId(),
          kind: "work_notice",
          form: { id: "work_notice", version: 1 },
          author: me.account,
          startedAt: begun,
          place: null,
          taskId: null,
          body: newsBody(work, news),
          attachments: [],
        }),
        [t("field.kind.work_notice"), work.name].filter(Boolean).join(" "),
      );
      say(t("fieldMore.works.saved"));
      onDone();
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className="field-fields">
      <label className="field-tick">
        <input
          type="checkbox"
          checked={news.noticedAt !== null}
          disabled={work.noticedAt !== null}
          onChange={({ target }) => set({ noticedAt: target.checked ? begun : null })}
        />
        {t("fieldMore.works.told")}
      </label>
      <label className="field-stack">
        {t("field.work.from")}
        <input
          className="field-input"
          type="datetime-local"
          value={localText(Date.parse(news.from))}
          onChange={({ target }) => {
            const at = localTime(target.value);
            if (at !== null) set({ from: new Date(at).toISOString() });
          }}
        />
      </label>
      <Choices news={news} set={set} />
      <label className="field-tick">
        <input type="checkbox" checked={news.isOver} onChange={({ target }) => set({ isOver: target.checked })} />
        {t("fieldMore.works.isOver")}
      </label>
      <label className="field-stack">
        {t("field.check.note")}
        <input
          className="field-input"
          maxLength={2000}
          value={news.note}
          onChange={({ target }) => set({ note: target.value })}
        />
      </label>
      {hasFailed && (
        <p className="field-wrong" role="alert">
          {t("field.check.notSaved")}
        </p>
      )}
      <div className="field-row">
        <button type="button" className="button outlined" onClick={onDone}>
          {t("field.cancel")}
        </button>
        <button type="button" className="button main field-main" onClick={() => void seal()}>
          {t("field.check.finish")}
        </button>
      </div>
    </div>
  );
}

/** The joint plan for protection, and the guard on the spot. */
function Choices({ news, set }: { readonly news: WorkNews; readonly set: (more: Partial<WorkNews>) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <fieldset className="choice" aria-label={t("field.work.plan.title")}>
        {PLANS.map((plan) => (
          <button
            key={plan}
            type="button"
            className="button outlined"
            aria-pressed={news.plan === plan}
            onClick={() => set({ plan })}
          >
            {t(`field.work.plan.${plan}`)}
          </button>
        ))}
      </fieldset>
      <fieldset className="choice" aria-label={t("field.work.guard.title")}>
        {GUARDS.map((guard) => (
          <button
            key={guard}
            type="button"
            className="button outlined"
            aria-pressed={news.guard === guard}
            onClick={() => set({ guard })}
          >
            {t(`field.work.guard.${guard}`)}
          </button>
        ))}
      </fieldset>
    </>
  );
}
