export const resourceRefusals = {};
