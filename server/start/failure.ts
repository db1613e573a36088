/** Exit codes, after sysexits(3), so that a service manager can tell them apart. */
export const EXIT = { config: 78, portInUse: 69, database: 75, other: 1 } as const;

/** A start that failed for a reason a person can do something about. `message` is for that person. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
  readonly exitCode: number;

  constructor(exitCode: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}

export function asPortFailure(cause: unknown, port: number, name = "PORT"): unknown {
  const { code } = cause as { code?: string };
  if (code === "EADDRINUSE") {
    const message = `Port ${port} is in use by another program; stop it or set ${name} to another port.`;
    return new StartFailure(EXIT.portInUse, message, cause);
  }
  if (code === "EACCES") {
    return new StartFailure(
      EXIT.portInUse,
      `This user may not open port ${port}; set ${name} to one above 1023.`,
      cause,
    );
  }
  return cause;
}
