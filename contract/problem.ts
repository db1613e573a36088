import { z } from "zod";

/** What was wrong with one part of the input: where, what was expected, what came. */
export const ProblemIssue = z.object({
  at: z.string(),
  expected: z.string(),
  received: z.string(),
});
export type ProblemIssue = z.infer<typeof ProblemIssue>;

/**
 * Problem details (RFC 9457), the body of every error. `code` is stable and is what the SPA translates;
 * `title` and `detail` are English for logs and for other programs.
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  requestId: z.string().optional(),
  issues: z.array(ProblemIssue).optional(),
});
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_CODES = [
  "bad_request",
  "not_signed_in",
  "wrong_credentials",
  "locked",
  "csrf",
  "forbidden",
  "not_found",
  "method_not_allowed",
  "conflict",
  "too_large",
  "unsupported_media_type",
  "too_many_requests",
  "not_ready",
  "overloaded",
  "internal",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];
