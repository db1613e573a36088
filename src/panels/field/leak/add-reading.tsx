import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftKeeper } from "#api/outbox/draft-keeper.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { askPosition } from "#panels/field/evidence/position.ts";
import { useField } from "#panels/field/field-context.tsx";
import { useKept } from "#panels/field/use-keeper.ts";
import { type LeakDraft, rangeOf, readingOf } from "./leak-draft.ts";

/** One value more, taken where the phone is now. What the instrument cannot show is refused in words, and stays in the field. */
export function AddReading({ keeper }: { readonly keeper: DraftKeeper<LeakDraft> }) {
  const { t } = useTranslation();
  const { say } = useField();
  const { unit } = useKept(keeper).content;
  const [text, setText] = useState("");
  const [on, setOn] = useState("");
  const [isBusy, setBusy] = useState(false);
  const wrongId = useId();
  const value = readingOf(text, unit);
  const isWrong = text !== "" && value === null;
  const { max, step } = rangeOf(unit);
  const add = async () => {
    if (value === null) return;
    setBusy(true);
    const fix = await askPosition();
    setBusy(false);
    if (!fix) return say(t("field.patrol.noPosition"));
    const reading = {
      at: new Date().toISOString(),
      lngLat: fix.lngLat,
      accuracyM: fix.accuracyM,
      value,
      unit,
      on: on || null,
      note: "",
      photos: [],
    };
    keeper.change((draft) => ({ ...draft, readings: [...draft.readings, reading] }));
    setText("");
    setOn("");
  };
  return (
    <div className="field-fields">
      <label className="field-stack">
        {`${t("fieldMore.leak.value")} (${unit})`}
        <input
          className="field-input"
          type="number"
          inputMode="decimal"
          min={0}
          max={max}
          step={step}
          value={text}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? wrongId : undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {isWrong && (
        <p id={wrongId} className="field-wrong" role="alert">
          {t("fieldMore.leak.wrong", { max: formatNumber(max, languageNow()), unit, value: text })}
        </p>
      )}
      <label className="field-stack">
        {t("fieldMore.leak.on")}
        <input className="field-input" value={on} maxLength={80} onChange={(event) => setOn(event.target.value)} />
      </label>
      <button type="button" className="button outlined" disabled={value === null || isBusy} onClick={() => void add()}>
        {t("fieldMore.leak.add")}
      </button>
    </div>
  );
}
