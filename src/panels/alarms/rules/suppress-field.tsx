import { useTranslation } from "react-i18next";
import type { RuleBody } from "#contract/alarm-rules.ts";
import { TAG_KINDS, TAG_UNITS } from "#contract/gas.ts";
import { NumberField } from "./number-field.tsx";

export interface SuppressFieldProps {
  readonly suppressWhile: RuleBody["suppressWhile"];
  readonly onChange: (suppressWhile: RuleBody["suppressWhile"]) => void;
}

/** Suppression by design: while another quantity of the station says that its plant does not run. */
export function SuppressField({ suppressWhile, onChange }: SuppressFieldProps) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t("alarm.rules.suppress")}</legend>
      <p className="quiet">{t("alarm.rules.suppressHint")}</p>
      <label>
        {t("alarm.rules.suppressKind")}
        <select
          value={suppressWhile?.tagKind ?? ""}
          onChange={(event) => {
            const tagKind = TAG_KINDS.find((kind) => kind === event.target.value);
            onChange(tagKind === undefined ? null : { tagKind, below: suppressWhile?.below ?? Number.NaN });
          }}
        >
          <option value="">{t("alarm.rules.suppressNone")}</option>
          {TAG_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`gas.tagKind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {suppressWhile && (
        <NumberField
          label={t("alarm.rules.suppressBelow", { unit: TAG_UNITS[suppressWhile.tagKind] })}
          value={Number.isFinite(suppressWhile.below) ? suppressWhile.below : null}
          onChange={(value) => onChange({ ...suppressWhile, below: value ?? Number.NaN })}
        />
      )}
    </fieldset>
  );
}
