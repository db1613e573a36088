import { useTranslation } from "react-i18next";
import type { ConsequenceAnswer } from "#contract/model-incident.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Section } from "#ui/section.tsx";
import { Figures } from "./figures.tsx";

const MOST_FIRST = 20;

/** What a damaged pipe does around it: how much gas, how far to keep away, who is inside. */
export function ConsequenceView({ found }: { readonly found: ConsequenceAnswer }) {
  const { t } = useTranslation();
  const say = (value: number, digits = 0) => formatNumber(value, languageNow(), digits);
  const { release, cordon, plume } = found;
  if (!release) return <p className="model-note strong">{t("incident.noGas")}</p>;
  return (
    <>
      <Figures
        figures={[
          {
            label: t("incident.release"),
            value: say(release.normalM3H),
            unit: "m³/h",
            note: t(release.isChoked ? "incident.choked" : "incident.subsonic"),
          },
          {
            label: t("incident.pressure"),
            value: say(release.kPa, release.kPa < 10 ? 2 : 0),
            unit: "kPa",
            note: t("incident.pressureBefore", { kPa: say(release.beforeKPa, release.beforeKPa < 10 ? 2 : 0) }),
          },
          ...(release.inventoryKg === null
            ? []
            : [{ label: t("incident.inventory"), value: say(release.inventoryKg), unit: "kg" }]),
          ...(cordon ? [{ label: t("incident.cordon"), value: say(cordon.reachM), unit: "m" }] : []),
          {
            label: t("incident.people"),
            value: say(found.people.now),
            note: t("incident.peopleAtMost", { n: say(found.people.atMost) }),
          },
        ]}
      />
      <p className="model-note strong">{t("incident.screening")}</p>
      <Section title={t("incident.distances")} unit="m">
        <table className="model-compare">
          <tbody>
            {found.parts.map(({ name, radiusM }) => (
              <Row key={name} label={t(`incident.part.${name}`)} value={say(radiusM)} />
            ))}
            {plume && <Row label={t("incident.plumeLfl")} value={say(plume.lflM)} />}
            {plume && <Row label={t("incident.plumeFifth")} value={say(plume.fifthM)} />}
            <Row label={t("incident.flame")} value={say(found.flameM, 1)} />
            <Row label="ASME B31.8S" value={say(found.impactM.b318s)} />
            <Row label="GB 32167" value={say(found.impactM.gb32167)} />
            {found.contours.map(({ wM2, distanceM }) => (
              <Row key={wM2} label={t("incident.heat", { kW: say(wM2 / 1000, 2) })} value={say(distanceM, 1)} />
            ))}
          </tbody>
        </table>
      </Section>
      <People people={found.people} hour={found.wish.hour} />
    </>
  );
}

const Row = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <tr>
    <th scope="row">{label}</th>
    <td>{value}</td>
  </tr>
);

function People({ people, hour }: { readonly people: ConsequenceAnswer["people"]; readonly hour: number }) {
  const { t } = useTranslation();
  const say = (value: number) => formatNumber(value, languageNow());
  return (
    <Section title={t("incident.peopleInside")} unit={t("incident.atHour", { hour })}>
      {people.byKind.length === 0 ? (
        <p className="model-note">{t("incident.nobody")}</p>
      ) : (
        <table className="model-compare">
          <tbody>
            {people.byKind.map((one) => (
              <Row key={one.kind} label={t(`incident.peopleKind.${one.kind}`)} value={say(Math.round(one.people))} />
            ))}
          </tbody>
        </table>
      )}
      {people.first.length > 0 && (
        <div className="model-critical">
          <h4>{t("model.plan.critical")}</h4>
          <ul>
            {people.first.slice(0, MOST_FIRST).map(({ id, kind }) => (
              <li key={id}>
                {t(`model.customerKind.${kind}`)} {id}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
