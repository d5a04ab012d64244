/** Offerings that name a planner: placement asks for those of one planner each time. */
export const plannerIndex = `
CREATE INDEX service_offering_planner ON service_offering(deployment_planner) WHERE deployment_planner IS NOT NULL;
`;
