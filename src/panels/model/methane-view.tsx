import { useTranslation } from "react-i18next";
import { GAS_SPACES, type GasReading, type GasSpace, type MethaneAnswer } from "#contract/model-incident.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { addSpace, changeReading, dropReading, setNextGas } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Assumptions } from "./assumptions.tsx";
import { lookAt } from "./look-at.ts";
import { DuctsFound } from "./methane-ducts.tsx";
import { LoadingNetwork, Ready } from "./network-ready.tsx";
import type { ModelWorkNow } from "./use-model.ts";
import "./forms.css";

/** Methane in spaces beside pipes: what was found, whether it is pipeline gas, where it comes from, which well to open next. */
export function MethaneView({ work }: { readonly work: ModelWorkNow }) {
  const { t } = useTranslation();
  const { network, answer, area, state } = work;
  const found = answer.data?.answer.kind === "methane" ? answer.data.answer : null;
  return (
    <>
      <NextReading />
      {area === null && <p className="model-note strong">{t("methane.noCounty")}</p>}
      <Readings readings={state.readings} />
      {network.isError && <Failed error={network.error} onRetry={() => void network.refetch()} />}
      {answer.isError && <Failed error={answer.error} onRetry={() => void answer.refetch()} />}
      {area !== null && !network.isSuccess && !network.isError && <LoadingNetwork area={area} />}
      {work.ask !== null && network.isSuccess && !found && !answer.isError && <Skeleton lines={6} />}
      {found && <Found found={found} />}
      <Ready work={work} />
    </>
  );
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : Math.max(0, value));

function SpaceChoice({ value, onChange }: { readonly value: GasSpace; readonly onChange: (space: GasSpace) => void }) {
  const { t } = useTranslation();
  return (
    <select
      aria-label={t("methane.space")}
      value={value}
      onChange={(event) => onChange(event.target.value as GasSpace)}
    >
      {GAS_SPACES.map((one) => (
        <option key={one} value={one}>
          {t(`methane.spaceOf.${one}`)}
        </option>
      ))}
    </select>
  );
}

/** What the next click on the map says. */
function NextReading() {
  const { t } = useTranslation();
  const { model } = useStores();
  const { lel, space } = useModel((m) => m.gas);
  return (
    <fieldset className="model-form" aria-label={t("methane.next")}>
      <label>
        {t("methane.lel")}
        <input
          type="number"
          min={0}
          max={2000}
          value={lel ?? ""}
          placeholder={t("methane.notOpened")}
          onChange={(event) => setNextGas(model, { lel: numberOrNull(event.target.valueAsNumber) })}
        />
      </label>
      <div className="model-field">
        <span aria-hidden="true">{t("methane.space")}</span>
        <SpaceChoice value={space} onChange={(next) => setNextGas(model, { space: next })} />
      </div>
    </fieldset>
  );
}

function Readings({ readings }: { readonly readings: readonly GasReading[] }) {
  const { t } = useTranslation();
  return (
    <Section title={t("methane.readings")} unit={String(readings.length)}>
      {readings.length === 0 ? (
        <Empty>{t("model.start.methane")}</Empty>
      ) : (
        <ol className="model-readings" aria-label={t("methane.readings")}>
          {readings.map((one) => (
            <Reading key={one.id} reading={one} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Reading({ reading: { id, lel, space, ethanePpm, h2sPpm, hasOdorant } }: { readonly reading: GasReading }) {
  const { t } = useTranslation();
  const { model } = useStores();
  const change = (over: Partial<GasReading>) => changeReading(model, id, over);
  const figure = (key: "lel" | "ethanePpm" | "h2sPpm", value: number | null, label: string) => (
    <label>
      {label}
      <input
        type="number"
        min={0}
        value={value ?? ""}
        onChange={(event) => change({ [key]: numberOrNull(event.target.valueAsNumber) })}
      />
    </label>
  );
  return (
    <li>
      <strong>{id}</strong>
      <SpaceChoice value={space} onChange={(next) => change({ space: next })} />
      <IconButton icon="close" label={`${t("methane.drop")} ${id}`} onClick={() => dropReading(model, id)} />
      {figure("lel", lel, t("methane.lel"))}
      {figure("ethanePpm", ethanePpm, t("methane.ethane"))}
      {figure("h2sPpm", h2sPpm, t("methane.h2s"))}
      <label>
        {t("methane.odorant")}
        <select
          value={hasOdorant === null ? "" : hasOdorant ? "yes" : "no"}
          onChange={({ target: { value } }) => change({ hasOdorant: value === "" ? null : value === "yes" })}
        >
          <option value="">{t("methane.notMeasured")}</option>
          <option value="yes">{t("methane.yes")}</option>
          <option value="no">{t("methane.no")}</option>
        </select>
      </label>
    </li>
  );
}

type Sign = Parameters<typeof signKey>[0];
const signKey = (sign: "ethane_present") => `methane.sign.${sign}` as const;

function Found({ found }: { readonly found: MethaneAnswer }) {
  const { t } = useTranslation();
  const { model, camera } = useStores();
  const say = (value: number, digits = 0) => formatNumber(value, languageNow(), digits);
  const { judged } = found;
  return (
    <>
      {judged && (
        <Section title={t("methane.judged")} unit={judged.reading}>
          <p className="model-note strong">
            {t(`methane.kind.${judged.kind}`, { percent: say(100 * judged.probability) })}
          </p>
          {judged.evidence.length === 0 ? (
            <p className="model-note">{t("methane.noEvidence")}</p>
          ) : (
            <ul className="model-list" aria-label={t("methane.evidence")}>
              {judged.evidence.map(({ sign, weight, value }) => (
                <li key={sign}>
                  {t(signKey(sign as Sign), { value: say(value, value < 1 ? 3 : 1) })}{" "}
                  <small className="quiet">
                    {t(weight > 0 ? "methane.forPipeline" : "methane.forBiogas", { weight: say(Math.abs(weight), 1) })}
                  </small>
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
      <Section title={t("methane.source")}>
        {found.pipes.length === 0 ? (
          <p className="model-note">{t("methane.noPipes")}</p>
        ) : (
          <ol className="model-list" aria-label={t("methane.source")}>
            {found.pipes.map(({ pipe, level, probability }) => (
              <li key={pipe}>
                {pipe} · {t(`gas.pressureLevel.${level}`)}{" "}
                <small className="quiet">{t("methane.likely", { percent: say(100 * probability) })}</small>
              </li>
            ))}
          </ol>
        )}
      </Section>
      <DuctsFound found={found} />
      <Section title={t("methane.open")}>
        {found.next.length === 0 ? (
          <p className="model-note">{t("methane.noWells")}</p>
        ) : (
          <ol className="model-saved" aria-label={t("methane.open")}>
            {found.next.map(({ space, name, kind, lngLat, chance, walkM }, i) => (
              <li key={space}>
                <span className="model-order" aria-hidden="true">
                  {i + 1}
                </span>
                <button type="button" className="button model-name" onClick={() => lookAt(camera, lngLat)}>
                  <span>{name}</span>
                  <small className="quiet">
                    {t(`methane.spaceOf.${kind}`)} ·{" "}
                    {t("methane.openOne", { percent: say(100 * chance), m: say(walkM) })}
                  </small>
                </button>
                <button type="button" className="button outlined" onClick={() => addSpace(model, space, kind, lngLat)}>
                  {t("methane.opened")}
                </button>
              </li>
            ))}
          </ol>
        )}
      </Section>
      {found.cordon.rings.length > 0 && (
        <p className="model-note strong">{t("methane.cordon", { m2: say(found.cordon.areaM2) })}</p>
      )}
      <Assumptions list={found.assumptions} version={found.version} ms={found.ms} />
    </>
  );
}
