import { PlanBarrierLines } from "./plan-barriers.tsx";
import { OtherPlans, type OtherPlansProps } from "./plan-others.tsx";

/** What stands in a plan's way, said before anybody goes out to close valves. */
export const PlanAround = ({ plan, work }: OtherPlansProps) => (
  <>
    <OtherPlans plan={plan} work={work} />
    <PlanBarrierLines barriers={plan.barriers} />
  </>
);
