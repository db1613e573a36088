import { useTranslation } from "react-i18next";
import type { Answer } from "#contract/field/bodies.ts";
import { isBad } from "#contract/field/checklist-rules.ts";
import type { ChecklistItem } from "#contract/field/checklists.ts";
import { formatDay, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Photos } from "#panels/field/evidence/photos.tsx";
import { answered, withoutPhoto, withPhoto } from "./check-draft.ts";
import type { FormParts } from "./form-parts.ts";

type ItemProps = FormParts & { readonly item: ChecklistItem; readonly previous: Answer | undefined };

/** Range of a number that is good, as the label says it: "≤ 2 m", "2–3 kPa". */
export function rangeWords({ min, max, unit }: Pick<ChecklistItem, "min" | "max" | "unit">): string {
  const language = languageNow();
  const say = (value: number) => formatNumber(value, language, 3);
  const range =
    min !== null && max !== null
      ? `${say(min)}–${say(max)}`
      : max !== null
        ? `≤ ${say(max)}`
        : min !== null
          ? `≥ ${say(min)}`
          : "";
  return [range, unit].filter(Boolean).join(" ");
}

/** An answer in words. */
export function useAnswerWords(item: ChecklistItem): (answer: Answer | undefined) => string | null {
  const { t } = useTranslation();
  const language = languageNow();
  return (answer) => {
    const value = answer?.value;
    if (value === undefined || value === null || value === "") return null;
    if (typeof value === "boolean") return value ? t("field.answer.good") : t("field.answer.bad");
    if (typeof value === "number") return `${formatNumber(value, language, 3)} ${item.unit ?? ""}`.trim();
    if (item.kind === "date" && /^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(value, language);
    const choice = item.choices.find(({ code }) => code === value);
    return choice ? (language === "en" ? choice.textEn : choice.text) : value;
  };
}

/** One item: what is asked, the last visit's answer, the answer, and its evidence. */
export function ItemField({ item, previous, ...parts }: ItemProps) {
  const { t } = useTranslation();
  const { draft, day, change } = parts;
  const words = useAnswerWords(item);
  const answer = draft.answers[item.id];
  const bad = isBad(item, answer, day);
  const text = languageNow() === "en" ? item.textEn : item.text;
  const before = words(previous);
  const range = item.kind === "number" ? rangeWords(item) : "";
  return (
    <fieldset className={`field-item ${bad ? "bad" : ""}`}>
      <legend>
        <b>{item.id}</b> {text}
        {range && <small className="quiet"> {range}</small>}
        {item.isRequired && <span className="quiet"> {t("field.answer.required")}</span>}
      </legend>
      <p className="quiet field-clause" lang="zh-CN" title={item.clause.source}>
        {item.clause.text}
      </p>
      {before !== null && <p className="field-before">{t("field.check.lastTime", { value: before })}</p>}
      <AnswerInput
        item={item}
        answer={answer}
        label={text}
        onAnswered={(value) => change((d) => answered(d, item.id, { value }))}
      />
      {bad && (
        <>
          <p className="field-wrong">
            {item.hazard
              ? t("field.answer.makesHazard", { grade: t(`gas.hazardGrade.${item.hazard.grade}`) })
              : t("field.answer.outOfRange")}
          </p>
          <input
            className="field-input"
            aria-label={`${item.id} ${t("field.answer.note")}`}
            placeholder={t("field.answer.note")}
            value={answer?.note ?? ""}
            maxLength={2000}
            onChange={(event) => change((d) => answered(d, item.id, { note: event.target.value }))}
          />
        </>
      )}
      <ItemPhotos item={item} isBad={bad} {...parts} />
    </fieldset>
  );
}

function ItemPhotos({
  item,
  isBad: bad,
  draft,
  files,
  keeper,
  change,
}: FormParts & { readonly item: ChecklistItem; readonly isBad: boolean }) {
  const { t } = useTranslation();
  const taken = draft.answers[item.id]?.photos ?? [];
  const isWanted = item.photo === "always" || (item.photo === "when_bad" && bad) || taken.length > 0;
  if (!isWanted) return null;
  return (
    <Photos
      label={`${item.id} ${t("field.photo.label")}`}
      files={files.filter(({ id }) => taken.includes(id))}
      onTaken={async ({ mime, bytes }, kind) => {
        const id = await keeper.addFile(kind, mime, item.id, bytes);
        change((d) => withPhoto(d, item.id, id));
      }}
      onDropped={(id) => {
        change((d) => withoutPhoto(d, item.id, id));
        keeper.dropFile(id);
      }}
    />
  );
}

interface InputProps {
  readonly item: ChecklistItem;
  readonly answer: Answer | undefined;
  readonly label: string;
  readonly onAnswered: (value: Answer["value"]) => void;
}

function AnswerInput({ item, answer, label, onAnswered }: InputProps) {
  const { t } = useTranslation();
  const value = answer?.value ?? null;
  const isEnglish = languageNow() === "en";
  if (item.kind === "confirm" || item.kind === "choice") {
    const choices =
      item.kind === "confirm"
        ? [
            { code: true, text: t("field.answer.good") },
            { code: false, text: t("field.answer.bad") },
          ]
        : item.choices.map(({ code, text, textEn }) => ({ code, text: isEnglish ? textEn : text }));
    return (
      <fieldset className="choice" aria-label={label}>
        {choices.map(({ code, text }) => (
          <button
            key={String(code)}
            type="button"
            className="button outlined"
            aria-pressed={value === code}
            onClick={() => onAnswered(value === code ? null : code)}
          >
            {text}
          </button>
        ))}
      </fieldset>
    );
  }
  const shared = { className: "field-input", "aria-label": `${item.id} ${label}` } as const;
  if (item.kind === "date")
    return (
      <input
        {...shared}
        type="date"
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onAnswered(event.target.value || null)}
      />
    );
  if (item.kind === "text")
    return (
      <input
        {...shared}
        value={typeof value === "string" ? value : ""}
        maxLength={2000}
        onChange={(event) => onAnswered(event.target.value || null)}
      />
    );
  return (
    <span className="field-row">
      <input
        {...shared}
        type="number"
        inputMode="decimal"
        step="any"
        value={typeof value === "number" ? value : ""}
        onChange={(event) =>
          onAnswered(Number.isFinite(event.target.valueAsNumber) ? event.target.valueAsNumber : null)
        }
      />
      {item.unit && <span className="quiet">{item.unit}</span>}
    </span>
  );
}
