import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { removeView, saveView, statisticsViewsQuery } from "#api/statistics-kept.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import { type StatisticsView as SavedView, SCHEDULES } from "#contract/statistics-routes.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Failed } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { NotesSection } from "./notes.tsx";
import { ReportsSection } from "./reports.tsx";
import "#ui/select.css";

export interface KeptProps {
  readonly ask: StatisticsAsk;
  readonly answer: Statistics;
}

/** What is kept of the page: views by name and link, frozen reports, notes. */
export const KeptSections = ({ ask, answer }: KeptProps) => (
  <>
    <NotesSection answer={answer} />
    <ViewsSection ask={ask} />
    <ReportsSection ask={ask} answer={answer} />
  </>
);

type Every = (typeof SCHEDULES)[number] | null;

function ViewsSection({ ask }: { readonly ask: StatisticsAsk }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const views = useQuery(statisticsViewsQuery);
  const [name, setName] = useState("");
  const [every, setEvery] = useState<Every>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: statisticsViewsQuery.queryKey });
  const save = useMutation({
    mutationFn: saveView,
    onSuccess: () => {
      setName("");
      return refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A schedule asks about the days there are then: the period moves on, what was known does not stand still.
    const { known: _, ...moving } = ask;
    const query = every === null ? ask : moving;
    save.mutate({ id: crypto.randomUUID(), name: name.trim(), search: location.search.slice(1), query, every });
  };
  return (
    <Section title={t("statistics.views")} tools={<CopyLink />}>
      <form className="statistics-form" onSubmit={submit}>
        <input
          className="select"
          required
          maxLength={120}
          value={name}
          aria-label={t("statistics.viewName")}
          placeholder={t("statistics.viewName")}
          onChange={({ target }) => setName(target.value)}
        />
        <select
          className="select"
          aria-label={t("statistics.every")}
          value={every ?? "never"}
          onChange={({ target }) => setEvery(SCHEDULES.find((one) => one === target.value) ?? null)}
        >
          <option value="never">{t("statistics.everys.never")}</option>
          {SCHEDULES.map((one) => (
            <option key={one} value={one}>
              {t(`statistics.everys.${one}`)}
            </option>
          ))}
        </select>
        <button type="submit" className="button outlined" disabled={save.isPending || name.trim() === ""}>
          {t("statistics.saveView")}
        </button>
      </form>
      {save.isError && <Failed error={save.error} />}
      <Answer query={views} lines={2}>
        {(data) =>
          data.views.length === 0 ? (
            <p className="quiet">{t("statistics.noViews")}</p>
          ) : (
            <ul className="statistics-kept">
              {data.views.map((view) => (
                <ViewLine key={view.id} view={view} onRemoved={refresh} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

function ViewLine({ view, onRemoved }: { readonly view: SavedView; readonly onRemoved: () => Promise<void> }) {
  const { t } = useTranslation();
  const remove = useMutation({ mutationFn: removeView, onSuccess: onRemoved });
  const { id, name, search, every, nextAt, isMine, ownerName } = view;
  const when = nextAt === null ? "" : t("statistics.nextAt", { time: formatInstant(nextAt, languageNow()) });
  return (
    <li>
      <span>
        <a className="link" href={`?${search}`}>
          {name}
        </a>{" "}
        <span className="quiet">
          {[ownerName, ...(every ? [t(`statistics.everys.${every}`), when] : [])].join(" · ")}
        </span>
      </span>
      {isMine && (
        <IconButton
          icon="close"
          label={t("statistics.removeView", { name })}
          disabled={remove.isPending}
          onClick={() => remove.mutate(id)}
        />
      )}
    </li>
  );
}

function CopyLink() {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      {isCopied ? t("statistics.copied") : t("statistics.copyLink")}
    </button>
  );
}
