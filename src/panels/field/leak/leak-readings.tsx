import { useTranslation } from "react-i18next";
import { LeakSurveyBody } from "#contract/field/bodies.ts";
import { LEAK_SURVEY, leakForm, leakLevel } from "#contract/field/leak-form.ts";
import { formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Section } from "#ui/section.tsx";
import "#ui/data-table.css";
import { LevelMark } from "./level-mark.tsx";

const DIGITS = 2;

interface ReadingsProps {
  readonly body: unknown;
  readonly form: { readonly id: string; readonly version: number };
  /** The nearest pipe of each reading by its number, where the server named one. */
  readonly nearPipes?: readonly { readonly n: number; readonly pipeId: string; readonly distanceM: number }[];
}

/** What a leak survey read, each value by the limits of the form it was taken on. A body that is none of a survey shows nothing. */
export function LeakReadings({ body, form, nearPipes }: ReadingsProps) {
  const { t } = useTranslation();
  const language = languageNow();
  const read = LeakSurveyBody.safeParse(body);
  if (!read.success) return null;
  const { method, instrument, readings } = read.data;
  const known = leakForm(form);
  const { calibratedUntil } = instrument;
  const nearWords = (near: NonNullable<typeof nearPipes>[number] | undefined) =>
    near && `${near.pipeId} · ${formatNumber(near.distanceM, language, 1)} m`;
  return (
    <Section title={t("fieldMore.leak.readings")} unit={t(`fieldMore.leak.method.${method}`)}>
      <p className="quiet">
        {`${instrument.name} ${instrument.serial}`} ·{" "}
        {calibratedUntil === null
          ? t("fieldMore.leak.notCalibrated")
          : t("fieldMore.leak.calibratedUntil", { day: calibratedUntil })}
      </p>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t("fieldMore.leak.at")}</th>
            <th scope="col">{t("fieldMore.leak.value")}</th>
            <th scope="col">{t("fieldMore.leak.says")}</th>
            <th scope="col">{t("fieldMore.leak.on")}</th>
            {nearPipes && <th scope="col">{t("fieldMore.leak.nearPipe")}</th>}
          </tr>
        </thead>
        <tbody>
          {readings.map(({ at, value, unit, on }, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a sealed record's readings never change
            <tr key={n}>
              <td>{formatMinute(at, language)}</td>
              <td>{`${formatNumber(value, language, DIGITS)} ${unit}`}</td>
              <td>
                <LevelMark level={known === undefined ? null : leakLevel(known, { value, unit })} />
              </td>
              <td>{on ?? ""}</td>
              {nearPipes && <td>{nearWords(nearPipes.find((near) => near.n === n))}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet" lang="zh-CN">
        {(known ?? LEAK_SURVEY).limits[0]?.clause.text}
      </p>
    </Section>
  );
}
