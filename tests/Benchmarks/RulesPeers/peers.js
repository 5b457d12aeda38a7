// Reads {rows: [{country, industry, least}], leads: [{country, industry, employees}]} and writes, for each engine, the microseconds of
// one evaluation and how many rows each lead meets.
const { Engine } = require('json-rules-engine');
const { ZenEngine } = require('@gorules/zen-engine');
const { readFileSync } = require('node:fs');

const { rows, leads } = JSON.parse(readFileSync(0, 'utf8'));

function jsonRules() {
  const engine = new Engine();
  rows.forEach(({ country, industry, least }, row) => engine.addRule({
    name: `r${row}`,
    conditions: {
      all: [
        { fact: 'country', operator: 'equal', value: country },
        { fact: 'industry', operator: 'equal', value: industry },
        { fact: 'employees', operator: 'greaterThanInclusive', value: least },
      ],
    },
    event: { type: 'matched' },
  }));
  return async (lead) => (await engine.run(lead)).events.length;
}

function zen() {
  const fields = ['country', 'industry', 'employees'];
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in' },
      {
        id: 'table', type: 'decisionTableNode', name: 'table',
        content: {
          hitPolicy: 'collect',
          inputs: fields.map((field) => ({ id: field, name: field, type: 'expression', field })),
          outputs: [{ id: 'row', name: 'row', type: 'expression', field: 'row' }],
          rules: rows.map(({ country, industry, least }, row) => ({
            _id: `r${row}`, country: JSON.stringify(country), industry: JSON.stringify(industry), employees: `>= ${least}`, row: `${row}`,
          })),
        },
      },
      { id: 'out', type: 'outputNode', name: 'out' },
    ],
    edges: [
      { id: 'e1', type: 'edge', sourceId: 'in', targetId: 'table' },
      { id: 'e2', type: 'edge', sourceId: 'table', targetId: 'out' },
    ],
  });
  return async (lead) => (await decision.evaluate(lead)).result.length;
}

async function measure(evaluate) {
  const matches = [];
  for (const lead of leads) matches.push(await evaluate(lead));
  for (const end = performance.now() + 1000; performance.now() < end;) await evaluate(leads[0]);
  const began = performance.now();
  let times = 0;
  for (; performance.now() < began + 2000; times++) await evaluate(leads[times % leads.length]);
  return { microseconds: (performance.now() - began) * 1000 / times, matches };
}

(async () => {
  console.log(JSON.stringify({ 'json-rules-engine': await measure(jsonRules()), 'GoRules ZEN': await measure(zen()) }));
})();
