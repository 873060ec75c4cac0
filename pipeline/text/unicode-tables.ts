// Made by make-tables.mjs from the Unicode Character Database 16.0.0: do not edit. unicode.ts says how to read it.

/** General category L. */
export const LETTERS = [
  '1t p 6 p 1b 0 a 0 4 0 5 m 1 u 1 cp 4 b e 4 7 0 1 0 3l 4 1 1 2 3 1 0 6 0 1 2 1 0 1 j 1 2a 1 3u 8 4l 1 11 2 0 6 14',
  ' 1z q 4 3 19 16 z 1 1 2q 1 0 f 1 7 1 a 2 2 0 g 0 1 t t 2g b 0 o w 9 1 4 0 5 l 4 0 9 0 3 0 n o 7 a 5 n 1 5 h 15 1',
  'm 1h 3 0 i 0 7 9 f f 4 7 2 1 2 l 1 6 1 0 3 3 3 0 g 0 d 1 1 2 e 1 a 0 8 5 4 1 2 l 1 6 1 1 1 1 1 1 v 3 1 0 j 2 g 8',
  ' 1 2 1 l 1 6 1 1 1 4 3 0 i 0 f 1 n 0 b 7 2 1 2 l 1 6 1 1 1 4 3 0 u 1 1 2 f 0 h 0 1 5 3 2 1 3 3 1 1 0 1 1 3 1 3 2',
  ' 3 b m 0 1g 7 1 2 1 m 1 f 3 0 q 2 2 0 2 1 u 0 4 7 1 2 1 m 1 9 1 4 3 0 v 1 1 1 f 1 h 8 1 2 1 14 2 0 g 0 5 2 8 2 o',
  ' 5 5 h 3 n 1 8 1 0 2 6 1m 1b 1 1 c 6 1m 1 1 0 1 4 1 n 1 0 1 9 1 1 9 0 2 4 1 0 l 3 w 0 1r 7 1 z r 4 37 16 k 0 g 5',
  ' 4 3 3 0 3 1 7 2 4 c c 0 h 11 1 0 5 0 2 16 1 98 1 3 2 6 1 0 1 3 2 14 1 3 2 w 1 3 2 6 1 0 1 3 2 e 1 1k 1 3 2 1u 1',
  '1 f g 2d 2 5 3 h7 2 g 1 p 5 22 6 7 7 h d i e h e c 1 2 f 1f z 0 4 0 1v 2g 7 4 2 x 1 0 5 1x a u 1d t 2 4 b 17 4 p',
  ' 1i m 9 1g 2a 0 2l 1a h 7 1i t d 1 a 17 q z 15 2 a z 2 a 5 16 2 2 15 3 1 5 1 1 3 0 5 5b 1s 7p 2 5 2 11 2 5 2 7 1',
  ' 0 1 0 1 0 1 u 2 1g 1 6 1 0 3 2 1 6 3 3 2 5 4 c 5 2 1 6 38 0 d 0 g c 2t 0 4 0 2 9 1 0 3 4 6 0 1 0 1 0 1 3 1 a 2 ',
  '3 5 4 4 0 1g 1 22j 6c 6 3 3 1 c 11 1 0 5 0 2 1j 7 0 g m 9 6 1 6 1 6 1 6 1 6 1 6 1 6 1 6 28 0 d1 1 16 4 5 1 4 2d ',
  '6 2 1 2h 1 3 5 16 1 2l h v 1c f e8 533 1s h3g 1v 19 2 7g 3 f a 1 k 1a g u 2 1x 1d 8 2 2u 2 1u 2 1 1 0 1 7 l f 1 ',
  '2 1 3 1 m t 1f e 1d 1q 5 3 0 1 1 b r a m p s 7 1a s 0 g 4 1 9 a 4 1 14 n 2 1 7 k m 3 0 3 1d 1 0 3 1 2 4 2 0 1 0 ',
  'o 2 2 a 7 2 c 5 2 5 2 5 9 6 1 6 1 16 1 d 6 36 t 8mb c m 4 1c 6is a5 2 2x 12 6 c 4 5 0 1 9 1 c 1 4 1 0 1 1 1 1 1 ',
  '2z x a2 i 1r 2 1h 14 b 38 4 1 3q 10 p 6 p b 2g 3 5 2 5 2 5 2 2 z b 1 p 1 i 1 1 1 e 2 d y 3e at s 3 1c 1b v d j 1',
  ' 7 6 11 a t 2 z 4 7 1c 4d i z 4 z 4 13 8 1f c a 1 e 1 6 1 1 1 a 1 e 1 6 1 1 3 1f c 8m 9 l a 7 o 5 1 15 1 8 1x 5 ',
  '2 0 1 17 1 1 3 0 2 m a m 9 u 1t i 1 1 a l a p 1y 1j 6 1 1s 0 f 3 1 2 1 s 16 s 3 s z 7 1 r r 1h a l a i d h 32 20',
  ' 1j 1e d 1e d z 12 r 9 m 6y 15 6 1 g 2 1n s a 0 8 l 16 h 1a k r m c 1g 1l 1 2 0 d 18 w o q z t 0 2 0 8 y 3 0 c 1',
  'b e 3 l 0 1 0 z h 1 o j 1 1r 6 1 0 1 3 1 e 1 9 7 1a 12 7 2 1 2 l 1 6 1 1 1 4 3 0 i 0 c 4 u 9 1 0 2 0 1 11 1 0 p ',
  '0 1 0 18 1g i 3 k 2 u 1b k 1 1 0 54 1a 15 3 10 1b k 0 1n 16 d 0 1z q 11 6 55 17 38 1r v 7 2 0 2 7 1 1 1 n f 0 1 ',
  '0 2m 7 2 12 g 0 1 0 s 0 a 13 7 0 l 0 b 19 j 0 i 20 5j w v 8 1 10 h 0 1d t 34 6 1 1 1 11 l 0 p 5 1 1 1 v e 0 93 i',
  ' f 0 1 c 1 x 3g 0 27 pl 6e 5f 218 2o f tr h 5 p 32y 5 g6 5a1 t 1cy fs 7 u h 26 h t i 1b g 3 v k 5 i c0 18 5v 1r ',
  '3k 22 5 0 1u c 1s 1 1 0 s 4qf 8 yd 15 9 6w7 3 1 6 1 1 1 82 f 0 t 2 2 0 e 3 8 az 1s4 2y 5 c 3 8 7 9 4me 2c 1 1y 1',
  ' 1 2 0 2 1 2 3 1 b 1 0 1 6 1 1s 1 3 2 7 1 6 1 r 1 3 1 4 1 0 3 6 1 9f 2 o 1 o 1 u 1 o 1 u 1 o 1 u 1 o 1 u 1 o 1 7',
  ' 1f8 u 6 5 79 1p 42 18 a 6 g 0 8x t i 17 dg r 6c t 2 0 dr 6 1 3 1 1 1 e 1 5g 1n 1v 7 0 xg 3 1 q 1 1 1 0 2 0 1 9 ',
  '1 3 1 0 1 0 6 0 4 0 1 0 1 0 1 2 1 1 1 0 2 0 1 0 1 0 1 0 1 0 1 1 1 0 2 3 1 6 1 3 1 3 1 0 1 9 1 g 5 2 1 4 1 g 3es ',
  'wyn w 37d 6 65 2 4g1 e 5rk f h9 1wi f1 15u 3t6 5 38f ',
].join('');

/** General category M. */
export const MARKS = [
  'lc 33 7n 6 7b 18 1 0 1 1 1 1 1 0 20 a 1c k g 0 2t 6 2 5 2 1 1 3 z 0 u q 2j a 1m 8 9 0 o 3 1 8 1 2 1 4 17 2 1n 8 ',
  '16 n 1 w 1i 2 1 h 1 6 a 1 t 2 1k 0 1 6 2 1 2 2 9 0 a 1 q 0 2 2 1k 0 1 4 4 1 2 2 3 0 u 1 3 0 b 2 1k 0 1 7 1 2 1 2',
  ' k 1 m 5 1 2 1k 0 1 6 2 1 2 2 7 2 a 1 u 0 1n 4 3 2 1 3 9 0 14 4 1j 0 1 6 1 2 1 3 7 1 b 1 t 2 1k 0 1 6 1 2 1 3 7 ',
  '1 b 1 f 0 c 3 1j 1 1 6 1 2 1 3 9 0 a 1 t 2 1y 0 4 5 1 0 1 7 i 1 1p 0 2 6 c 7 2q 0 2 8 b 6 21 1 r 0 1 0 1 0 4 1 1',
  'd j 1 1 5 a 1 z 9 0 2s j n 3 4 2 1 2 2 6 3 3 d b 1 0 a 3 jj 2 qa 3 s 2 t 1 u 1 1s v 9 0 19 2 1 0 39 1 y 0 3a b 4',
  ' b 63 4 1l 9 1 s 2 0 1c u 1d 4 1b g 12 8 c 2 u c 1k d 1c j 48 2 1 k 4 0 6 0 2 2 5i 1r k0 w 2da 2 3x 0 2o v fe 5 ',
  '2x 1 n9w 3 1 9 w 1 28 1 7k 0 3 0 4 0 n 4 4 0 2b 1 1e h q h d 0 12 7 p c 18 3 1b d 10 0 1v d c 0 8 1 19 2 1e 0 1 ',
  '2 2 1 5 1 1 0 15 4 5 1 6k 7 1 1 fn4 0 kh f g f r1 0 6a 0 45 4 1ae 2 1 1 5 3 14 2 4 0 4l 1 fx 3 1t 4 8t 1 27 3 1y',
  ' a 1d 3 3e 2 1h e 15 0 2 1 a 3 19 a 7 0 1p 2 10 d g 1 18 0 c 2 1c d 8 3 1 1 2k b 6 0 2 0 4d b l 3 1j 1 1 6 2 1 2',
  ' 2 9 0 a 1 2 6 3 4 1v 8 1 0 2 0 1 3 1 4 1 0 e 1 2a h n 0 29 j 6j 6 2 8 r 1 2a g 2y c 2t e 74 e 6t 5 1 1 2 3 1 0 ',
  '1 1 3x 6 2 6 3 0 s 9 14 6 1 3 8 0 9 a 1a f b9 7 1 7 2a l 1 d 3e 5 3 0 1 1 1 6 1 0 1u 4 1 1 1 4 9n 3 9 1 1 0 1c 6',
  ' 3 4 n 0 44l 0 6 e 8ug h 1xc 4 1n 6 t4 0 1 1i 7 3 29 0 b 1 f57 1 3mp 19 2 m f2 4 3 5 8 7 2 6 u 3 44 2 1iz 1i 4 1',
  'd 8 0 e 0 m 4 1 e 11s 6 1 g 2 6 1 1 1 4 2s 0 4g 6 af 0 1p 3 e4 3 72 1 kg 6 31 6 gzhx 6n ',
].join('');

/** General category Nd. */
export const DIGITS = [
  '1c 9 17q 9 3q 9 5i 9 bg 9 3a 9 3a 9 3a 9 3a 9 3a 9 3a 9 3a 9 3a 9 3a 9 2o 9 3a 9 1y 9 7q 9 1y 9 1fq 9 12 9 8c 9 ',
  '3k 9 4m 9 6 9 52 9 2e 9 3q 9 6 9 r7q 9 iu 9 12 9 5i 9 m 9 2e 9 ba 9 geu 9 13a 9 1om 9 6 9 m4 9 3k 9 1o 9 40 9 7q',
  ' 9 9i 9 3a 9 ae 9 2u 9 6 j 24 9 bq 9 2u 9 ie 9 2e 9 6u 9 1y 9 bq 9 d06 9 1t2 9 2e 9 3q 9 eu 9 iuu 9 250 1d 1ts 9',
  ' bq 9 dy 9 6v 9 np 9 3o6 9 ',
].join('');

/** Property White_Space. */
export const WHITE_SPACE = [
  '9 4 i 0 2s 0 q 0 4bj 0 1vj a t 1 5 0 1b 0 334 0 ',
].join('');

/** Simple case folding: statuses C and S of CaseFolding.txt. */
export const FOLDS = [
  '1t 1 p w 2j 1 0 lj b 1 m w 2 1 6 w y 2 n 1 4 2 2 1 3 2 7 1 3 2 m 1 2 1 0 -3d 1 2 2 1 2 1 0 -7g 2 1 0 5u 1 2 1 1 ',
  '2 1 0 5q 1 1 0 1 2 1 1 5p 1 1 0 1 3 1 0 27 1 1 0 5m 1 1 0 5n 1 1 0 1 2 1 0 5p 1 1 0 5r 2 1 0 5v 1 1 0 5t 1 1 0 1',
  ' 4 1 0 5v 1 1 0 5x 2 1 0 5y 1 2 2 1 2 1 0 62 1 1 0 1 2 1 0 62 3 1 0 1 2 1 0 62 1 1 0 1 2 1 1 61 1 2 1 1 2 1 0 63',
  ' 1 1 0 1 4 1 0 1 8 1 0 2 1 1 0 1 2 1 0 2 1 1 0 1 2 1 0 2 1 2 8 1 3 2 8 1 3 1 0 2 1 2 1 1 2 1 0 -2p 1 1 0 -1k 1 2',
  ' j 1 2 1 0 -3m 2 2 8 1 8 1 0 8bv 1 1 0 1 2 1 0 -4j 1 1 0 8bs 3 1 0 1 2 1 0 -5f 1 1 0 1x 1 1 0 1z 1 2 4 1 6v 1 0 ',
  '38 17 2 1 1 4 1 0 1 9 1 0 38 7 1 0 12 2 1 2 11 2 1 0 1s 2 1 1 1r 2 1 g w 2 1 8 w n 1 0 1 d 1 0 8 1 1 0 -u 1 1 0 ',
  '-p 4 1 0 -f 1 1 0 -m 2 2 b 1 2 1 0 -1i 1 1 0 -1c 3 1 0 -1o 1 1 0 -1s 2 1 0 1 2 1 0 -7 1 1 0 1 3 1 2 -3m 1 1 f 28',
  ' 1 1 v w 1d 2 g 1 a 2 q 1 2 1 0 f 1 2 6 1 3 2 1b 1 3 1 11 1c 28a 1 11 5ls 2 1 0 5ls 6 1 0 5ls mj 1 5 -8 1oj 1 0 ',
  '-4su 1 1 0 -4st 1 1 0 -4sk 1 1 1 -4si 1 1 0 -4sj 1 1 0 -4sc 1 1 0 -4ro 1 1 0 r7n 1 1 0 1 7 1 16 -2bk 3 1 2 -2bk ',
  '8x 2 22 1 7 1 0 -1m 3 1 0 -5vj 2 2 1b 1 a 1 7 -8 9 1 5 -8 b 1 7 -8 9 1 7 -8 9 1 5 -8 c 2 3 -8 9 1 7 -8 p 1 7 -8 ',
  '9 1 7 -8 9 1 7 -8 9 1 1 -8 1 1 1 -22 1 1 0 -9 2 1 0 -5j9 a 1 3 -2e 1 1 0 -9 7 1 0 -5kz 5 1 1 -8 1 1 1 -2s 8 1 0 ',
  '-5kj 5 1 1 -8 1 1 1 -34 1 1 0 -7 c 1 1 -3k 1 1 1 -3i 1 1 0 -9 8a 1 0 -5st 4 1 0 -6gv 1 1 0 -6di 7 1 0 s 1a 1 f g',
  ' k 1 0 1 mr 1 p q 1f5 1 1b 1c 1d 1 0 1 2 1 0 -8af 1 1 0 -2xy 1 1 0 -89z 3 2 2 1 2 1 0 -8bg 1 1 0 -8al 1 1 0 -8bj',
  ' 1 1 0 -8bi 2 1 0 1 3 1 0 1 9 1 1 -8cf 1 2 1d 1 9 2 1 1 5 1 0 1 nym 2 m 1 k 2 d 1 3s 2 6 1 4 2 u 1 b 2 1 1 2 1 0',
  ' -r9g 1 2 4 1 5 1 0 1 2 1 0 -wmg 3 2 1 1 4 2 9 1 2 1 0 -wn8 1 1 0 -wnj 1 1 0 -wnf 1 1 0 -wn5 1 1 0 -wn8 2 1 0 -w',
  'lu 1 1 0 -wmi 1 1 0 -wlx 1 1 0 ps 1 2 7 1 2 1 0 -1c 1 1 0 -wn7 1 1 0 -raw 1 2 1 1 2 1 0 -wo7 1 1 0 1 4 1 0 1 6 2',
  ' 2 1 2 1 0 -wu9 p 1 0 1 or 1 27 -tzk fnq 1 0 1 t8 1 p w xy 1 13 14 3t 1 z 14 4d 1 a 13 2 1 e 13 2 1 6 13 2 1 1 1',
  '3 1d7 1 1e 1s 4e 1 l w 27v 1 v w gw1 1 v w o81 1 x y ',
].join('');
