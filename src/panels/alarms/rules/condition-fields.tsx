import { useTranslation } from "react-i18next";
import type { Condition } from "#contract/alarm-rules.ts";
import { CONDITION_KINDS } from "#contract/alarm-words.ts";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { NumberField } from "./number-field.tsx";
import { CONDITION_NUMBERS, FIRST_CONDITION, numberOf, withField } from "./rule-draft.ts";

export interface ConditionFieldsProps {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
}

/** What a rule looks for: its kind, and the fields that the kind has. */
export function ConditionFields({ condition, onChange }: ConditionFieldsProps) {
  const { t } = useTranslation();
  const choose = (field: string, value: string) => onChange(withField(condition, field, value));
  return (
    <fieldset>
      <legend>{t("alarm.rules.condition")}</legend>
      <select
        aria-label={t("alarm.rules.condition")}
        value={condition.kind}
        onChange={(event) => {
          const kind = CONDITION_KINDS.find((one) => one === event.target.value);
          if (kind) onChange(FIRST_CONDITION[kind]);
        }}
      >
        {CONDITION_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`alarm.condition.${kind}`)}
          </option>
        ))}
      </select>
      {"side" in condition && (
        <label>
          {t("alarm.rules.side")}
          <select value={condition.side} onChange={(event) => choose("side", event.target.value)}>
            <option value="high">{t("alarm.side.high")}</option>
            <option value="low">{t("alarm.side.low")}</option>
          </select>
        </label>
      )}
      {condition.kind === "deviation" && (
        <label>
          {t("alarm.rules.from")}
          <select value={condition.from} onChange={(event) => choose("from", event.target.value)}>
            <option value="nominal">{t("alarm.rules.fromNominal")}</option>
            <option value="mean">{t("alarm.rules.fromMean")}</option>
          </select>
        </label>
      )}
      {CONDITION_NUMBERS[condition.kind].map((field) => (
        <NumberField
          key={`${condition.kind}.${field}`}
          label={t(`alarm.rules.${field}`)}
          value={numberOf(condition, field)}
          onChange={(value) => onChange(withField(condition, field, value ?? Number.NaN))}
        />
      ))}
      {"warningLevel" in condition && (
        <label>
          {t("alarm.rules.warningLevel")}
          <select value={condition.warningLevel} onChange={(event) => choose("warningLevel", event.target.value)}>
            {WARNING_LEVELS.map((level) => (
              <option key={level} value={level}>
                {t(`gas.warningLevel.${level}`)}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  );
}
