import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { consentsQuery, peopleQuery, positionsQuery } from "#api/supervise.ts";
import type { PersonConsent } from "#contract/field/consent.ts";
import { type FieldPerson, seesWays } from "#contract/field/coverage.ts";
import { formatMinute, formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { useStores, useView } from "#state/stores.tsx";
import { followPerson, superviseOf } from "#state/supervise.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { PersonPage } from "./person-page.tsx";
import "#ui/button.css";
import "#ui/data-table.css";

const PLACE_ZOOM = 16;

/** Who was out, what they did, and where they are. */
export function PeoplePage() {
  const { t } = useTranslation();
  const me = useMe();
  const person = useView((view) => superviseOf(view).person);
  const where = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const people = useQuery({ ...peopleQuery(where), enabled: me.role !== "clerk" });
  const consents = useQuery({ ...consentsQuery(where), enabled: me.role !== "clerk" }).data?.people;
  if (me.role === "clerk") return <Empty>{t("supervise.people.notYours")}</Empty>;
  if (person !== null)
    return (
      <PersonPage
        account={person}
        name={nameOf(people.data?.people ?? [], person)}
        consent={consents?.find(({ account }) => account === person)}
      />
    );
  return (
    <>
      {seesWays(me.role) && <Positions where={where} unseen={consents?.filter(isUnseen) ?? []} />}
      <Answer query={people}>
        {({ people: found, total }) => <People people={found} total={total} consents={consents ?? []} />}
      </Answer>
    </>
  );
}

const isUnseen = ({ consent }: PersonConsent): boolean => consent?.state !== "accepted";

const nameOf = (people: readonly FieldPerson[], account: string): string =>
  people.find((one) => one.account === account)?.name ?? account;

function People({
  people,
  total,
  consents,
}: {
  readonly people: readonly FieldPerson[];
  readonly total: number;
  readonly consents: readonly PersonConsent[];
}) {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const unseen = new Set(consents.filter(isUnseen).map(({ account }) => account));
  if (people.length === 0) return <Empty>{t("supervise.people.none")}</Empty>;
  return (
    <div className="supervise-people">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">
              {t("supervise.people.name")} · {t("supervise.people.last")}
            </th>
            {(["walked", "doors", "refused", "nobodyHome", "flagged"] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {t(`supervise.people.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <tr key={one.account}>
              <th scope="row">
                <button
                  type="button"
                  className="head-button"
                  aria-label={t("supervise.people.open", { name: one.name })}
                  onClick={() => followPerson(view, one.account)}
                >
                  {one.name}
                </button>
                <div className="quiet">{formatMinute(one.lastAt, language)}</div>
                {unseen.has(one.account) && <div className="quiet">{t("supervise.people.notAgreed")}</div>}
              </th>
              <td className="number">{formatKm(one.walkedM, language)} km</td>
              <td className="number">
                {formatNumber(one.doors.entered, language)} / {formatNumber(one.doors.visited, language)}
              </td>
              <td className="number">{formatNumber(one.doors.refused, language)}</td>
              <td className="number">{formatNumber(one.doors.nobodyHome, language)}</td>
              <td className="number">{formatNumber(one.flagged, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > people.length && (
        <p>{t("supervise.people.shown", { shown: people.length, total: formatNumber(total, language) })}</p>
      )}
      <p className="quiet">{t("supervise.flagNote")}</p>
    </div>
  );
}

function Positions({
  where,
  unseen,
}: {
  readonly where: { readonly area: string | null; readonly enterprise: string | null };
  readonly unseen: readonly PersonConsent[];
}) {
  const { t } = useTranslation();
  const { camera } = useStores();
  const positions = useQuery(positionsQuery(where));
  return (
    <Section title={t("supervise.people.here")}>
      <Answer query={positions} lines={2}>
        {(data) =>
          data.positions.length === 0 ? (
            <p className="quiet">{t("supervise.people.nobodyOut")}</p>
          ) : (
            <ul className="supervise-chips">
              {data.positions.map(({ account, name, at, lngLat: [lng, lat] }) => (
                <li key={account}>
                  <button
                    type="button"
                    className="button outlined"
                    title={t("supervise.people.center", { name })}
                    onClick={() => camera.say({ kind: "fly", lng, lat, zoom: PLACE_ZOOM })}
                  >
                    {name} {formatMinute(at, languageNow())}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {unseen.length > 0 && (
        <p className="quiet">
          {t("supervise.people.unseen", { names: unseen.map(({ name }) => name).join(t("supervise.people.comma")) })}
        </p>
      )}
    </Section>
  );
}
