// Azurite's table service, which ends with whoever started it, even one that was killed.
process.stdin.on("end", () => process.exit(0)).resume();
require("azurite/dist/src/table/main.js");
