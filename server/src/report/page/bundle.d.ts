/** The page's script and style as text. The build makes them of `main.ts` and `page.css` when a bundle asks for them. */
export declare const script: string;
export declare const style: string;
