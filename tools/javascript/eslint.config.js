// What the types do not say: faults that a reader overlooks. Formatting is nobody's business here.
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import typescript from "typescript-eslint";

export default defineConfig(
  {
    files: ["static/js/**/*.js"],
    extends: [js.configs.recommended, typescript.configs.recommendedTypeCheckedOnly],
    languageOptions: {
      parserOptions: { tsconfigRootDir: import.meta.dirname, project: ["tsconfig.pages.json", "tsconfig.worker.json"] },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off", // the type checker knows each browser's names
      eqeqeq: "error",
      "no-implicit-coercion": "error",
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
);
