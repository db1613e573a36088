import { useTranslation } from "react-i18next";
import { localText } from "#lib/day.ts";
import { type DaySpan, SPANS, spanOf } from "#lib/day-span.ts";
import "#ui/button.css";
import "#ui/select.css";

interface DaysFormProps {
  readonly span: DaySpan;
  readonly onChange: (span: DaySpan) => void;
}

/** Which days: a month, quarter or year so far, or any two. A day that was cleared leaves what was there. */
export function DaysForm({ span, onChange }: DaysFormProps) {
  const { t } = useTranslation();
  const today = localText(Date.now()).slice(0, 10);
  return (
    <fieldset className="supervise-tools figure-days">
      <legend className="seen-by-readers-only">{t("oversight.kpi.span")}</legend>
      {SPANS.map((id) => {
        const one = spanOf(id, today);
        return (
          <button
            key={id}
            type="button"
            className="button outlined chip"
            aria-pressed={one.from === span.from && one.to === span.to}
            onClick={() => onChange(one)}
          >
            {t(`oversight.kpi.${id}`)}
          </button>
        );
      })}
      {(["from", "to"] as const).map((edge) => (
        <label key={edge}>
          {t(`oversight.kpi.${edge}`)}
          <input
            type="date"
            className="text-line"
            value={span[edge]}
            onChange={({ target }) => target.value !== "" && onChange({ ...span, [edge]: target.value })}
          />
        </label>
      ))}
    </fieldset>
  );
}
