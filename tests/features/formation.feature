# language: fr
# SPDX-License-Identifier: MIT
Fonctionnalité: Suivre des stagiaires, du premier jour au dernier

  L'entrée se déclare sous trois jours, l'assiduité à partir du 25 : la rémunération en dépend.

  Contexte:
    Étant donné une session qui commence aujourd'hui, 2 novembre 2026
    Et Anne, Inès et Paul y sont inscrits, validés par le conseiller

  Scénario: Le premier jour en un geste
    Quand Anne et Inès sont présentes à l'entrée et Paul absent, en un geste
    Alors Anne et Inès sont au statut « Entré » et leur AES est en vigueur
    Et Paul reste à saisir
    Quand Paul arrive le lendemain
    Alors Paul est au statut « Entré » et son AES est en vigueur
    Et personne ne reste à saisir

  Scénario: Un premier jour saisi par erreur s'annule d'un coup
    Quand Anne et Inès sont présentes à l'entrée et Paul absent, en un geste
    Et la secrétaire annule sa dernière saisie
    Alors Anne, Inès et Paul restent à saisir
    Et aucune AES n'est en vigueur
    Quand la secrétaire la rétablit
    Alors Paul reste à saisir

  Scénario: Une absence, puis le mois déclaré
    Étant donné Anne et Inès entrées le premier jour
    Et Anne absente le 16 novembre, sans motif
    Quand l'assiduité est déclarée le 20 novembre
    Alors la déclaration est refusée
    Quand l'assiduité est déclarée le 26 novembre
    Alors l'écran prévient qu'il reste une absence à qualifier
    Et le mois d'Anne est « Déclarée », avec 7 h d'absence à qualifier
    Et le mois d'Inès est « Déclarée », sans absence

  Scénario: Un justificatif qui arrive après la déclaration
    Étant donné Anne et Inès entrées le premier jour
    Et Anne absente le 16 novembre, sans motif
    Et l'assiduité déclarée le 26 novembre
    Quand l'absence d'Anne est justifiée
    Alors le mois d'Anne est « À rectifier », avec 7 h d'absence à qualifier
    Quand le mois d'Anne est rectifié
    Alors le mois d'Anne est « Rectifiée », avec 7 h d'absence justifiées
    Et l'état de présence d'Anne remplace le premier

  Scénario: Un abandon qui remonte avant le mois déclaré
    Étant donné Anne et Inès entrées le premier jour
    Et l'assiduité de décembre déclarée le 28 décembre
    Quand on apprend qu'Anne n'est plus venue depuis le 30 novembre
    Alors l'écran prévient que décembre est à rectifier
    Et le mois de décembre d'Anne est « À rectifier »

  Scénario: Le travail à distance compte dans l'assiduité
    Étant donné Anne et Inès entrées le premier jour
    Et 35 h à distance estimées pour elles, 28 h validées pour Anne et 35 h pour Inès
    Quand l'assiduité est déclarée le 26 novembre
    Alors Anne est assidue à 80 % et Inès à 100 %

  Scénario: Ce qui manque au dossier tant que le mois n'est pas déclaré
    Étant donné Anne et Inès entrées le premier jour
    Et l'assiduité n'est pas déclarée le 1er décembre
    Alors il manque au dossier l'assiduité d'Anne et d'Inès
    Quand l'assiduité de novembre est déclarée
    Alors il manque au dossier l'état de présence d'Anne et d'Inès
    Quand les états de présence sont imprimés
    Alors il ne manque plus rien de l'assiduité

  Scénario: Ce qui est saisi ici n'est pas encore dans KAIROS
    Étant donné Anne et Inès entrées le premier jour
    Alors 2 entrées sont à reporter dans KAIROS
    Quand l'entrée d'Anne est reportée
    Alors il reste 1 entrée à reporter, celle d'Inès
    Quand l'entrée d'Anne est corrigée au 3 novembre
    Alors 2 entrées sont à reporter, dont celle d'Anne qui a changé
