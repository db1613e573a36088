/** Nodes as columns. NaN is "not told". */
export interface NodeColumns {
  readonly ids: readonly string[];
  /** Empty where a node has none. */
  readonly names: readonly string[];
  /** Degrees, two for each node. */
  readonly lngLat: Float64Array<ArrayBuffer>;
  /** Index in NODE_KINDS. */
  readonly kind: Uint8Array<ArrayBuffer>;
  /** Index in PRESSURE_LEVELS. */
  readonly level: Uint8Array<ArrayBuffer>;
  /** NODE_STATE bits. */
  readonly state: Uint8Array<ArrayBuffer>;
  /** Set point of regulators and sources, kPa gauge. */
  readonly setKPa: Float32Array<ArrayBuffer>;
  readonly elevationM: Float32Array<ArrayBuffer>;
  /** Customers by class, CUSTOMER_CLASSES.length for each node. */
  readonly customers: Uint32Array<ArrayBuffer>;
  /** What they take in a year, m³. */
  readonly annualM3: Float32Array<ArrayBuffer>;
}

export interface PipeColumns {
  readonly ids: readonly string[];
  /** Dense number in the snapshot. */
  readonly seq: Uint32Array<ArrayBuffer>;
  /** Numbers of nodes. */
  readonly from: Int32Array<ArrayBuffer>;
  readonly to: Int32Array<ArrayBuffer>;
  readonly lengthM: Float32Array<ArrayBuffer>;
  readonly dnMm: Float32Array<ArrayBuffer>;
  readonly wallMm: Float32Array<ArrayBuffer>;
  /** Pressure told by the file, kPa gauge. */
  readonly kPa: Float32Array<ArrayBuffer>;
  /** Index in MATERIALS. */
  readonly material: Uint8Array<ArrayBuffer>;
  readonly level: Uint8Array<ArrayBuffer>;
  /** Index in PIPE_STATUSES. */
  readonly status: Uint8Array<ArrayBuffer>;
}

/** Customers who come first, each at a node. */
export interface CriticalColumns {
  readonly ids: readonly string[];
  readonly node: Int32Array<ArrayBuffer>;
  /** Index in CRITICAL_KINDS. */
  readonly kind: Uint8Array<ArrayBuffer>;
  /** Index in CUSTOMER_CLASSES: there it is counted in `nodes.customers` as well. */
  readonly class: Uint8Array<ArrayBuffer>;
}

/** Hollow ways of other utilities. */
export interface DuctColumns {
  readonly ids: readonly string[];
  /** Index in DUCT_KINDS. */
  readonly kind: Uint8Array<ArrayBuffer>;
  /** Whose each is, in words; empty where that is not told, as are the two below. */
  readonly owners: readonly string[];
  /** What the line's ends open into: ids of nodes, or of wells that stand at that end and are told nowhere else. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Inside; a round one has no height. NaN is "not told". */
  readonly widthMm: Float32Array<ArrayBuffer>;
  readonly heightMm: Float32Array<ArrayBuffer>;
}

/** Lines of ducts, point by point, each duct's together and in its order. */
export interface DuctPointColumns {
  /** Number of the duct. */
  readonly duct: Int32Array<ArrayBuffer>;
  /** Degrees, two for each point. */
  readonly lngLat: Float64Array<ArrayBuffer>;
}

/** One area's network as its records tell it (contract/model-network.ts). */
export interface NetworkRows {
  /** Snapshot whose dense numbers `pipes.seq` are. */
  readonly version: string;
  readonly area: string;
  readonly nodes: NodeColumns;
  readonly pipes: PipeColumns;
  readonly critical: CriticalColumns;
  readonly ducts: DuctColumns;
  readonly ductPoints: DuctPointColumns;
}
