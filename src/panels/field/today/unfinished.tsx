import { useTranslation } from "react-i18next";
import type { Draft } from "#api/outbox/ledger.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Icon } from "#ui/icon.tsx";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import type { Open } from "#panels/field/place.ts";

const OPENS: Readonly<Record<string, (draft: string) => Open>> = {
  check: (draft) => ({ is: "check", draft }),
  patrol: (draft) => ({ is: "patrol", draft }),
  finding: (draft) => ({ is: "finding", draft }),
  leak_survey: (draft) => ({ is: "leak", draft }),
};

/** Forms that were begun and not finished: after a break, a dead battery, a killed tab. */
export function Unfinished() {
  const { t } = useTranslation();
  const { open } = useField();
  const drafts = useLedger((view) => view.drafts);
  const known = drafts.filter(({ kind }) => Object.hasOwn(OPENS, kind));
  if (known.length === 0) return null;
  const go = ({ kind, id }: Draft) => {
    const to = OPENS[kind]?.(id);
    if (to) open(to);
  };
  return (
    <section aria-label={t("field.today.unfinished")}>
      <h3 className="field-group">{t("field.today.unfinished")}</h3>
      <ul className="field-tasks">
        {known.map((draft) => (
          <li key={draft.id}>
            <button type="button" className="field-task" onClick={() => go(draft)}>
              <Icon name="undo" />
              <span className="field-task-words">
                <b>{draft.title || t(`field.kind.${draft.kind as "check"}`)}</b>
                <small className="quiet">
                  {t("field.today.changed", { time: formatMinute(draft.changedAt, languageNow()) })}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
