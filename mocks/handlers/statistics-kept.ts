import type { HttpHandler } from "msw";
import type { Scope } from "#contract/scope.ts";
import type { Me } from "#contract/session.ts";
import { type Statistics, type StatisticsQuery, whereText } from "#contract/statistics.ts";
import {
  freezeStatistics,
  getStatisticsReport,
  listStatisticsNotes,
  listStatisticsReports,
  listStatisticsViews,
  removeStatisticsNote,
  removeStatisticsView,
  type StatisticsNote,
  type StatisticsReport,
  type StatisticsView,
  saveStatisticsView,
  verifyStatisticsReport,
  writeStatisticsNote,
} from "#contract/statistics-routes.ts";
import { answer, type MockContext } from "./answer.ts";

/** A view, a note and a report that are there from the start. */
export const MOCK_VIEW = "mock-view-1";
export const MOCK_STATISTICS_NOTE = "mock-note-s1";
export const MOCK_REPORT = "mock-report-1";

const firstView = (at: string): StatisticsView => ({
  id: MOCK_VIEW,
  name: "管道长度按县",
  area: "130000",
  owner: "analyst",
  ownerName: "统计分析员",
  isMine: true,
  search: "panel=statistics",
  every: null,
  nextAt: null,
  writtenAt: at,
});
const firstNote = (at: string): StatisticsNote => ({
  id: MOCK_STATISTICS_NOTE,
  area: "130000",
  measure: "pipeKm",
  line: "",
  note: "正定县数据已核对。",
  authorName: "统计分析员",
  isMine: true,
  writtenAt: at,
});

type Report = StatisticsReport & { readonly text: string };

type Who = () => Me | null;
type AnswerOf = (scope: Scope, query: StatisticsQuery) => Statistics;

function viewHandlers(at: () => string, who: Who): HttpHandler[] {
  const views = new Map([[MOCK_VIEW, firstView(at())]]);
  return [
    answer(listStatisticsViews, who, () => ({ views: [...views.values()] })),
    answer(saveStatisticsView, who, ({ me, params, body }) => {
      const { name, search, every = null } = body;
      const owner = { area: me.scope.areaCode, owner: me.account, ownerName: me.name, isMine: true };
      const view = {
        id: params.id,
        name,
        search,
        every,
        nextAt: every === null ? null : at(),
        writtenAt: at(),
        ...owner,
      };
      views.set(view.id, view);
      return view;
    }),
    answer(removeStatisticsView, who, ({ params }) => (views.delete(params.id) ? { removed: true as const } : null)),
  ];
}

const firstReport = (at: string): Report => ({
  id: MOCK_REPORT,
  name: "管道长度月报",
  area: "130000",
  ownerName: "统计分析员",
  measure: "pipeKm",
  known: at,
  frozenAt: at,
  sha256: "0".repeat(64),
  viewId: MOCK_VIEW,
  text: "{}",
});

function reportHandlers(at: () => string, who: Who, answerOf: AnswerOf): HttpHandler[] {
  const reports = new Map([[MOCK_REPORT, firstReport(at())]]);
  return [
    answer(listStatisticsReports, who, () => ({ reports: [...reports.values()].reverse(), next: null })),
    answer(freezeStatistics, who, ({ me, body }) => {
      // As the contract has read it.
      const query = body.query as StatisticsQuery;
      const found = answerOf(me.scope, query);
      const text = JSON.stringify({ query: { ...query, where: whereText(query.where ?? {}) }, answer: found });
      const report: Report = {
        id: body.id,
        name: body.name,
        area: me.scope.areaCode,
        ownerName: me.name,
        measure: query.measure,
        known: found.known,
        frozenAt: at(),
        sha256: "0".repeat(64),
        viewId: null,
        text,
      };
      reports.set(report.id, report);
      return report;
    }),
    answer(getStatisticsReport, who, ({ params }) => reports.get(params.id) ?? null),
    answer(verifyStatisticsReport, who, ({ params }) => {
      const report = reports.get(params.id);
      if (!report) return null;
      return {
        id: report.id,
        sha256: report.sha256,
        isIntact: true,
        isReproduced: true,
        differences: 0,
        verifiedAt: at(),
      };
    }),
  ];
}

function noteHandlers(at: () => string, who: Who): HttpHandler[] {
  const notes = new Map([[MOCK_STATISTICS_NOTE, firstNote(at())]]);
  return [
    answer(listStatisticsNotes, who, ({ query }) => ({
      notes: [...notes.values()].filter(({ measure }) => measure === query.measure),
    })),
    answer(writeStatisticsNote, who, ({ me, body }) => {
      const note = {
        ...body,
        line: body.line ?? "",
        area: me.scope.areaCode,
        authorName: me.name,
        isMine: true,
        writtenAt: at(),
      };
      notes.set(note.id, note);
      return note;
    }),
    answer(removeStatisticsNote, who, ({ params }) => (notes.delete(params.id) ? { removed: true as const } : null)),
  ];
}

/** Views, reports and notes, kept for as long as the page is open. */
export function keptStatisticsHandlers({ now }: MockContext, who: Who, answerOf: AnswerOf): HttpHandler[] {
  const at = () => new Date(now()).toISOString();
  return [...viewHandlers(at, who), ...reportHandlers(at, who, answerOf), ...noteHandlers(at, who)];
}
