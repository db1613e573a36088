import { useTranslation } from "react-i18next";
import type { Fix } from "#contract/field/records.ts";
import type { FieldTask } from "#contract/field/tasks.ts";
import type { LngLat } from "#contract/route.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { lineM } from "#lib/measure.ts";
import { doorName } from "#panels/field/check/begin-check.ts";
import { fitPlaces, SHEET } from "./sheet.ts";

interface TaskMapProps {
  readonly tasks: readonly FieldTask[];
  readonly here: Fix | null;
  readonly onChosen: (task: FieldTask) => void;
}

/** Numbers of the tasks that are drawn: more would cover each other. */
const MOST = 30;

/**
 * The day's doors as places on a sheet, in their order, with north up and a scale: drawn from the tasks alone, so that it is there without a network
 * and without the map's engine.
 */
export function TaskMap({ tasks, here, onChosen }: TaskMapProps) {
  const { t } = useTranslation();
  const drawn = tasks.slice(0, MOST);
  const places: LngLat[] = drawn.map(({ lngLat }) => lngLat);
  const { at, metresAcross } = fitPlaces(here && isNear(here, places) ? [...places, here.lngLat] : places);
  const bar = niceMetres(metresAcross / 4);
  const barPx = (bar / metresAcross) * SHEET.width;
  return (
    <svg className="field-sheet" viewBox={`0 0 ${SHEET.width} ${SHEET.height}`}>
      <title>{t("field.today.map")}</title>
      <polyline className="way" points={drawn.map(({ lngLat }) => at(lngLat).join(",")).join(" ")} />
      {drawn.map((task, i) => {
        const [x, y] = at(task.lngLat);
        return (
          // biome-ignore lint/a11y/useSemanticElements: no button can stand in a drawing
          <g
            key={task.id}
            role="button"
            tabIndex={0}
            aria-label={`${i + 1} ${doorName(task)}`}
            transform={`translate(${x} ${y})`}
            onClick={() => onChosen(task)}
            onKeyDown={(event) => {
              if (event.key === "Enter" || event.key === " ") onChosen(task);
            }}
          >
            <circle className="reach" r="22" />
            <circle className="door" r="12" />
            <text y="4">{i + 1}</text>
          </g>
        );
      })}
      {here && isNear(here, places) && (
        <g className="here" transform={`translate(${at(here.lngLat).join(" ")})`}>
          <circle r="8" />
          <circle r="3" />
        </g>
      )}
      <g transform={`translate(12 ${SHEET.height - 14})`}>
        <path className="scale" d={`M0 -4V0H${barPx}V-4`} />
        <text className="scale-word" x={barPx + 6}>
          {bar >= 1000 ? `${formatNumber(bar / 1000, languageNow())} km` : `${formatNumber(bar, languageNow())} m`}
        </text>
      </g>
    </svg>
  );
}

/** Farther than this from the nearest door, the person's own place would shrink the doors to a dot. */
const NEAR_M = 5000;
const isNear = (here: Fix, places: readonly LngLat[]): boolean =>
  places.some((place) => lineM([here.lngLat, place]) < NEAR_M);

/** 1, 2 or 5 times a power of ten, at most the length given. */
function niceMetres(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
}
