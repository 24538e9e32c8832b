// What the modules m0.mjs, m1.mjs ... in a folder answer to the rows in its rows.json.
import { readFileSync } from "fs";

const folder = process.argv[2];
const answers = [];
for (const [k, rows] of JSON.parse(readFileSync(`${folder}/rows.json`)).entries()) {
    const { predict, encode } = await import(`${folder}/m${k}.mjs`);
    answers.push(rows.map((row) => predict(encode ? encode(row) : row)));
}
console.log(JSON.stringify(answers));
