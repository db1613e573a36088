import { useTranslation } from "react-i18next";
import type { ProfileAnswer } from "#contract/model.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Figures } from "./figures.tsx";
import "./curve.css";

const WIDTH = 320;
const HEIGHT = 120;
const PAD = 6;
type Values = readonly (number | null)[];

/** Pressure and height along the shortest way between two pipes. */
export function ProfileView({ found: { way } }: { readonly found: ProfileAnswer }) {
  const { t } = useTranslation();
  const language = languageNow();
  if (!way) return <Empty>{t("model.profile.none")}</Empty>;
  const kPa = (value: number | null | undefined) =>
    value == null ? "—" : `${formatNumber(value, language, value < 10 ? 2 : 0)} kPa`;
  return (
    <>
      <Figures
        figures={[
          {
            label: t("model.profile.length"),
            value: formatKm(way.lengthM, language),
            unit: "km",
            note: `${t("model.profile.from", { kPa: kPa(way.kPa[0]) })} · ${t("model.profile.to", { kPa: kPa(way.kPa.at(-1)) })}`,
          },
        ]}
      />
      <Curve title={t("model.profile.pressure")} unit="kPa" atM={way.atM} values={way.kPa} />
      {way.elevationM.some((value) => value !== null) && (
        <Curve title={t("model.profile.elevation")} unit="m" atM={way.atM} values={way.elevationM} />
      )}
    </>
  );
}

interface CurveProps {
  readonly title: string;
  readonly unit: string;
  readonly atM: readonly number[];
  readonly values: Values;
}

function Curve({ title, unit, atM, values }: CurveProps) {
  const language = languageNow();
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) return null;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const far = atM.at(-1) || 1;
  const x = (m: number) => PAD + (m / far) * (WIDTH - 2 * PAD);
  const y = (value: number) => HEIGHT - PAD - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * PAD);
  let d = "";
  let isDown = false;
  values.forEach((value, i) => {
    if (value !== null) d += `${isDown ? "L" : "M"}${x(atM[i] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`;
    isDown = value !== null;
  });
  const say = (value: number) => formatNumber(value, language, 2);
  return (
    <Section title={title} unit={unit}>
      <svg
        className="model-curve"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title} ${say(least)}–${say(most)} ${unit}`}
      >
        <path d={d} />
        <text x={PAD} y={12}>{`${say(most)} ${unit}`}</text>
        <text x={PAD} y={HEIGHT - 4}>{`${say(least)} ${unit}`}</text>
        <text x={WIDTH - PAD} y={HEIGHT - 4} textAnchor="end">{`${formatKm(far, language)} km`}</text>
      </svg>
    </Section>
  );
}
