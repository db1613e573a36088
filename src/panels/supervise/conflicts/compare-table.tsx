import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "#contract/field/canonical.ts";
import type { Branch, Conflict } from "#contract/field/conflicts.ts";
import { FieldRecord } from "#contract/field/records.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useMe } from "#panels/me.ts";
import { useStores } from "#state/stores.tsx";
import { openRecord, openSupervise } from "#state/supervise.ts";
import { Section } from "#ui/section.tsx";
import { useContentWords } from "./content-words.ts";
import { type Entry, entriesOf } from "./differences.ts";

/** Entries of the number that they share, and of the files, which are shown below. */
const ELSEWHERE = new Set(["id", "attachments"]);

/** Both contents line by line: who, when and which device first, then what differs, or everything. */
export function CompareTable({ conflict: { branches, line } }: { readonly conflict: Conflict }) {
  const { t } = useTranslation();
  const me = useMe();
  const [isAll, setAll] = useState(false);
  const [first, other] = branches;
  const form = FieldRecord.shape.form.safeParse(first?.content["form"]);
  const { nameOf, say } = useContentWords(form.success ? form.data : null);
  if (first === undefined || other === undefined) return null;
  const entries = entriesOf(first.content as Json, other.content as Json).filter(
    ({ path }) => !ELSEWHERE.has(path[0] ?? ""),
  );
  const differing = entries.filter(({ differs }) => differs);
  const isWhole = first.isKept && other.isKept;
  return (
    <Section
      title={t("conflicts.compare.title")}
      unit={isWhole ? t("conflicts.compare.count", { n: differing.length }) : undefined}
      tools={
        <label className="conflict-only">
          <input type="checkbox" checked={!isAll} onChange={({ target }) => setAll(!target.checked)} />
          {t("conflicts.compare.only")}
        </label>
      }
    >
      <table className="conflict-compare">
        <caption className="seen-by-readers-only">{t("conflicts.compare.caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("conflicts.compare.item")}</th>
            {branches.map(({ which, counts }) => (
              <th key={which} scope="col">
                {t(`conflicts.which.${which}`)}{" "}
                <span className={counts ? "conflict-counts" : "quiet"}>
                  {counts ? `✓ ${t("conflicts.counts")}` : t("conflicts.countsNot")}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Sides name={t("conflicts.compare.author")} branches={branches} say={authorOf} />
          <Sides name={t("conflicts.compare.sentBy")} branches={branches} say={({ sentBy }) => sentBy ?? "—"} />
          <Sides
            name={t("conflicts.compare.received")}
            branches={branches}
            say={({ receivedAt }) => (receivedAt === null ? "—" : formatInstant(receivedAt, languageNow()))}
          />
          {!isWhole && (
            <Sides
              name={t("conflicts.compare.content")}
              branches={branches}
              say={({ isKept }) => (isKept ? "—" : t("conflicts.gone"))}
            />
          )}
          {(isAll ? entries : differing).map((entry) => (
            <Line key={entry.path.join("\n")} entry={entry} name={nameOf(entry.path)} say={say} />
          ))}
          <Sides
            name={t("supervise.pages.records")}
            branches={branches}
            say={(branch) => <OpenRecord branch={branch} />}
          />
        </tbody>
      </table>
      {isWhole && differing.length === 0 && <p className="quiet">{t("conflicts.compare.same")}</p>}
      {me.scope.enterpriseId !== line.enterpriseId && <p className="quiet">{t("conflicts.compare.masked")}</p>}
    </Section>
  );
}

const authorOf = ({ authorName }: Branch): string => authorName;

interface SidesProps {
  readonly name: string;
  readonly branches: readonly Branch[];
  readonly say: (branch: Branch) => ReactNode;
}

/** What is known of each content beside itself. */
function Sides({ name, branches, say }: SidesProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {branches.map((branch) => (
        <td key={branch.which}>{say(branch)}</td>
      ))}
    </tr>
  );
}

interface LineProps {
  readonly entry: Entry;
  readonly name: string;
  readonly say: (value: Json | undefined, path: readonly string[]) => string;
}

function Line({ entry: { first, other, differs, path }, name, say }: LineProps) {
  const { t } = useTranslation();
  return (
    <tr className={differs ? "differs" : undefined}>
      <th scope="row">
        {differs && (
          <span className="conflict-differs">
            <span aria-hidden="true">≠ </span>
            <span className="seen-by-readers-only">{t("conflicts.compare.differs")} </span>
          </span>
        )}
        {name}
      </th>
      <td>{say(first, path)}</td>
      <td>{say(other, path)}</td>
    </tr>
  );
}

/** The record as evidence, where this content stands in the ledger. */
function OpenRecord({ branch: { recordId, counts } }: { readonly branch: Branch }) {
  const { t } = useTranslation();
  const { view } = useStores();
  if (recordId === null || !counts) return "—";
  return (
    <button
      type="button"
      className="button outlined"
      onClick={() => {
        openSupervise(view, "records");
        openRecord(view, recordId);
      }}
    >
      {t("conflicts.record")}
    </button>
  );
}
