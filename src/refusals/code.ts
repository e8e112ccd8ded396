export const codeRefusals = {};
