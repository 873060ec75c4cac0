import type { enData } from './en-data.ts';
import { formatsOf } from './formats.ts';

const f = formatsOf('es');

const group = { one: 'grupo', other: 'grupos' };
const row = { one: 'fila', other: 'filas' };

/** Las palabras sobre los resultados y sus gráficos, en español. */
export const esData: typeof enData = {
  resultHeading: 'Resultado',
  resultWhole:
    'Estos números resumen cada columna, redondeados a seis cifras. Todas las cifras se ven al señalar un número y están en result.csv.',
  resultGroups: (groups) =>
    `${f.counted(groups, group)}, ${groups === 1 ? 'con los números redondeados' : 'primero los más grandes, redondeados'} a seis cifras. Todas las cifras se ven al señalar un número y están en result.csv.`,
  resultGroupsCut: (shown, groups) =>
    `Los ${f.number(shown)} más grandes de ${f.counted(groups, group)}; los demás están en result.csv. Redondeados a seis cifras; todas se ven al señalar un número.`,
  noKey: '(ninguno)',
  statistic: 'Estadística',
  rows: 'Filas',
  column: 'Columna',
  boxColumn: 'Mín. – mitad central – máx.',
  statistics: {
    count: 'Valores',
    missing: 'Faltan',
    invalid: 'Inválidos',
    min: 'Mínimo',
    max: 'Máximo',
    sum: 'Suma',
    mean: 'Media',
    variance: 'Varianza',
    std: 'Desviación estándar',
    mode: 'Moda',
    modeCount: 'Veces que aparece la moda',
    kurtosis: 'Curtosis',
    skewness: 'Asimetría',
    rollingVarianceSum: 'Suma de varianzas móviles',
    rollingWindows: 'Ventanas móviles',
  },
  median: 'Mediana',
  percentile: (p) => `p${p}`,
  percentileLong: (p) => (p === '50' ? 'Mediana (p50)' : `Percentil ${p}`),
  undefinedNumber: 'no está definido',

  search: 'Buscar',
  searchLabel: 'Mostrar solo las filas con',
  previous: 'Anterior',
  following: 'Siguiente',
  pageOf: 'Filas {from}–{to} de {count}',
  noMatch: 'Ninguna fila coincide.',
  sortBy: 'Ordenar por',
  firstOf: (shown, all) =>
    shown === 1
      ? `La primera de ${f.counted(all, row)}.`
      : `Las ${f.number(shown)} primeras de ${f.counted(all, row)}.`,
  choose: 'Columna',

  chartWords: {
    rows: 'Cuántos',
    mean: 'Media',
    middleHalf: 'Mitad central (p25 a p75)',
    fullRange: 'Del mínimo al máximo',
    done: 'Hecho',
    failed: 'Falló',
    recut: 'Repetido',
  },

  histogramHeading: 'Cómo se reparten los valores',
  histogramIntro:
    'Cuanto más alta es una barra, más valores hay ahí. Las marcas indican la media y los percentiles: por debajo de p10 está la décima parte de los valores; por debajo de la mediana, la mitad.',
  histogramGroups: (count) =>
    count === 1 ? 'Aquí, del grupo con más filas.' : `Aquí, de los ${f.counted(count, group)} con más filas.`,
  histogramTitle: (column, name) => (name === '' ? column : `${column}, ${name}`),
  histogramColumns: (shown, all) => `Se dibujan las ${f.number(shown)} primeras de las ${f.number(all)} columnas.`,

  boxesHeading: 'Los grupos, uno al lado del otro',
  boxesIntro:
    'La caja contiene la mitad central de los valores, la línea dentro de ella es la mediana y los bigotes van del mínimo al máximo.',
  boxesMore: (shown) =>
    `Se dibujan los ${f.number(shown)} grupos con más filas; la tabla de arriba tiene una caja pequeña para cada uno de los demás.`,
  boxesTitle: (column) => `${column} por grupo`,
  boxesMissing: 'Los diagramas de caja necesitan los percentiles 25, 50 y 75. Repítelo con',

  curvesHeading: 'A lo largo del tiempo',
  curvesMonths: (middle) =>
    `Para cada mes: la media como línea${middle ? ', la mitad central de los valores como banda,' : ''} y el mínimo y el máximo a su alrededor.`,
  curvesDays: (middle) =>
    `Para cada día: la media como línea${middle ? ', la mitad central de los valores como banda,' : ''} y el mínimo y el máximo a su alrededor.`,
  curvesTitle: (column) => `${column} a lo largo del tiempo`,
  curvesSeries: (shown) =>
    shown === 1 ? 'Se muestra el grupo más grande.' : `Se muestran los ${f.number(shown)} grupos más grandes.`,
  curvesEarlierMonths: (count) =>
    `No se ${count === 1 ? 'muestra' : 'muestran'} ${f.counted(count, { one: 'mes anterior', other: 'meses anteriores' })}.`,
  curvesEarlierDays: (count) =>
    `No se ${count === 1 ? 'muestra' : 'muestran'} ${f.counted(count, { one: 'día anterior', other: 'días anteriores' })}.`,

  naiveHeading: '¿Por qué no el promedio de los promedios?',
  naiveIntro:
    'Una forma rápida de repartir el trabajo es calcular cada partición por separado y promediar los resultados. Esto es lo que habría dado aquí, junto al resultado exacto.',
  naiveFrames:
    'Este trabajo calcula cada bloque de filas como una tabla de danfo.js y promedia. Esto es lo que dio, junto al resultado exacto que dio describe con la misma entrada.',
  costHeading: 'Lo que costó cada uno',
  costHeld: 'Filas a la vez en memoria, aprox.',
  costMeaning:
    'describe lee la entrada con un búfer de tamaño fijo en cada proceso: cuenta los valores según pasan y guarda las cuentas, no las filas. Las tablas de danfo.js contienen bloques enteros de filas. En ambos casos son las filas que retienen como máximo todos los procesos juntos.',
  framePart: 'Parte',
  frameChunks: 'Bloques',
  frameAll: 'todas',
  naiveTitle: (column, name) =>
    name === '' ? `${column}: error de los promedios` : `${column}, ${name}: error de los promedios`,
  naiveCaption: (column, name, parts) =>
    `${column}${name === '' ? '' : `, ${name}`}: exacto, y como promedio de ${f.number(parts)} partes`,
  naiveMore: (shown, all) => `Se muestran ${f.number(shown)} de ${f.number(all)} comparaciones.`,
  naiveExact: 'Exacto',
  naiveAveraged: 'Promediado',
  naiveDifference: 'Diferencia',
  naiveNone: 'ninguna',
  naiveMean:
    'La media: una parte con pocos valores pesa tanto como una con muchos, así que el promedio se inclina hacia las partes pequeñas.',
  naiveSpread:
    'Varianza, desviación estándar, curtosis y asimetría: miden la dispersión alrededor de la media de cada parte. Cuánto se separan esas medias entre sí se pierde.',
  naiveOrder: 'Percentiles y moda: el centro de los centros no es el centro de todo.',
  naiveRolling:
    'Varianzas móviles: las ventanas que cruzan un corte no se miran nunca, y tampoco la última ventana de cada parte.',
  naiveCuts: 'Si la entrada se corta en otro sitio, los promedios cambian. Los números exactos no.',
  naiveSame: 'Aquí los promedios aciertan por casualidad. Depende de dónde se corte la entrada.',
  naiveOnePart:
    'Todos los valores están en una sola partición, así que no hay nada que promediar. Para ver una diferencia, repítelo con --partitions 8.',
  naiveCostly: 'Con tantos grupos, comparar tarda un poco, así que aquí no se hizo. Para verlo:',

  wordsTopHeading: 'Las palabras más frecuentes',
  wordsTopIntro: (terms, distinct) =>
    `${f.counted(distinct, { one: 'palabra distinta aparece', other: 'palabras distintas aparecen' })} ${f.counted(terms, { one: 'vez', other: 'veces' })} en total. Aquí una palabra son letras y cifras seguidas, da igual si son mayúsculas o minúsculas.`,
  wordsStop: (count) => `Sin ${f.counted(count, { one: 'palabra vacía', other: 'palabras vacías' })}.`,
  wordsTopTitle: (count) =>
    count === 1 ? 'La palabra más frecuente' : `Las ${f.number(count)} palabras más frecuentes`,
  wordsFilesHeading: 'Los archivos',
  wordsFilesIntro: (shown, all) =>
    shown === all
      ? 'Primero los archivos con más palabras.'
      : `Los ${f.number(shown)} archivos con más palabras, de ${f.number(all)}; los demás están en result.csv.`,
  wordsSpreadHeading: 'Archivos largos y cortos',
  wordsSpreadIntro: (mean, median) =>
    `Un archivo tiene ${f.number(mean)} ${mean === 1 ? 'palabra' : 'palabras'} en promedio; la mitad de los archivos tiene ${f.number(median)} o menos.`,
  wordsPerFile: 'Palabras por archivo',
  term: 'Palabra',
  times: 'Veces',
  file: 'Archivo',
  wordCount: 'Palabras',
  letterCount: 'Letras',
  lineCount: 'Líneas',
  byteCount: 'Bytes',

  tableIntro: (shown, all) =>
    shown === all
      ? `${f.counted(all, row)}.`
      : `Las ${f.number(shown)} primeras de ${f.counted(all, row)}; las demás están en result.csv.`,
  pairsIntro: 'Lo que dio el trabajo.',
  jsonIntro: 'Lo que dio el trabajo, como JSON.',
  jsonCut: 'El resto está en result.json.',
  chartOf: (value, name) => `${value} por ${name}`,
  countersHeading: 'Lo que contó el trabajo',
  counter: 'Contador',
  count: 'Cantidad',
  outputHeading: 'Archivos junto al resultado',
  outputIntro: (files, bytes) =>
    `${f.counted(files, { one: 'archivo', other: 'archivos' })} en la carpeta output, ${f.bytes(bytes)}.`,
};
