/**
 * What `npm run model -- COMMAND FILE…` can do: each command reads one parsed reference case and answers with the case's `id`,
 * `converged`, `iterations`, `residual` and what the case expects, in the case's own shape. A case that is not of the command's
 * schemas throws with what was expected and what came. Commands load their code when they run.
 */
export type ModelCommand = (given: unknown) => object | Promise<object>;

export const MODEL_COMMANDS: Readonly<Record<string, ModelCommand>> = {
  solve: async (given) => (await import("#model/hydraulics/case-answer.ts")).answerSolve(given),
  trace: async (given) => (await import("#model/graph/case-answer.ts")).answerTrace(given),
  anomaly: async (given) => (await import("#model/anomaly/case-answer.ts")).answerAnomaly(given),
  consequence: async (given) => (await import("#model/consequence/case-answer.ts")).answerConsequence(given),
  demand: async (given) => (await import("#model/demand/case-answer.ts")).answerDemand(given),
};
