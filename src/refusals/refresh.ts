export const refreshRefusals = {};
